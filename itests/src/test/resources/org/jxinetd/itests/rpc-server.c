/* A server of one RPC program for the tests, made for inetd: its socket is descriptor 0.
 * usage: rpc-server udp|tcp PROGRAM FIRST [LAST] */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <rpc/rpc.h>

/* procedure 0 does nothing; procedure 1 returns the double of a number */
static void serve(struct svc_req *request, SVCXPRT *transport)
{
    int number = 0;

    switch (request->rq_proc) {
    case 0:
        svc_sendreply(transport, (xdrproc_t) xdr_void, NULL);
        break;
    case 1:
        if (!svc_getargs(transport, (xdrproc_t) xdr_int, (caddr_t) &number)) {
            svcerr_decode(transport);
            break;
        }
        number *= 2;
        svc_sendreply(transport, (xdrproc_t) xdr_int, (caddr_t) &number);
        break;
    default:
        svcerr_noproc(transport);
    }
}

int main(int argc, char **argv)
{
    SVCXPRT *transport;
    unsigned long version, last;

    if (argc < 4)
        return 64;
    alarm(60); /* a test must not leave it behind */
    transport = strcmp(argv[1], "tcp") == 0 ? svctcp_create(0, 0, 0) : svcudp_create(0);
    if (transport == NULL)
        return 1;
    last = strtoul(argv[argc - 1], NULL, 10);
    for (version = strtoul(argv[3], NULL, 10); version <= last; version++)
        if (!svc_register(transport, strtoul(argv[2], NULL, 10), version, serve, 0))
            return 2;
    svc_run();
    return 3;
}
