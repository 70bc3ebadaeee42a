/* Prints what the C compiler knows: one "CLASS.CONSTANT value" a line. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pwd.h>
#include <signal.h>
#include <spawn.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>

#define LINE(name, value) printf("%s %lld\n", name, (long long)(value))
#define SIZE(name, type) LINE("Layouts." name, sizeof(type))
#define AT(name, type, field) LINE("Layouts." name, offsetof(type, field))
#define ERROR(name) LINE("Errno." #name, name)
#define SOCKET(name) LINE("Sockets." #name, name)
#define OPTION(name) LINE("SocketOptions." #name, name)
#define DATAGRAM(name) LINE("Datagrams." #name, name)
#define SIGNAL(name) LINE("Signals." #name, name)
#define LOOP(name) LINE("EventLoop." #name, name)
#define POLLER(name) LINE("Poller." #name, name)

static void structures(void) {
  SIZE("SOCKADDR_IN", struct sockaddr_in);
  AT("SIN_FAMILY", struct sockaddr_in, sin_family);
  AT("SIN_PORT", struct sockaddr_in, sin_port);
  AT("SIN_ADDR", struct sockaddr_in, sin_addr);
  SIZE("SOCKADDR_IN6", struct sockaddr_in6);
  AT("SIN6_PORT", struct sockaddr_in6, sin6_port);
  AT("SIN6_ADDR", struct sockaddr_in6, sin6_addr);
  AT("SIN6_SCOPE_ID", struct sockaddr_in6, sin6_scope_id);
  SIZE("SOCKADDR_STORAGE", struct sockaddr_storage);
  SIZE("EPOLL_EVENT", struct epoll_event);
  AT("EPOLL_EVENTS", struct epoll_event, events);
  AT("EPOLL_DATA", struct epoll_event, data);
  SIZE("MSGHDR", struct msghdr);
  AT("MSG_IOV", struct msghdr, msg_iov);
  AT("MSG_IOVLEN", struct msghdr, msg_iovlen);
  AT("MSG_CONTROL", struct msghdr, msg_control);
  AT("MSG_CONTROLLEN", struct msghdr, msg_controllen);
  SIZE("IOVEC", struct iovec);
  AT("IOV_LEN", struct iovec, iov_len);
  LINE("Layouts.CMSG_DATA", CMSG_LEN(0));
  AT("CMSG_LEVEL", struct cmsghdr, cmsg_level);
  AT("CMSG_TYPE", struct cmsghdr, cmsg_type);
  SIZE("SIGINFO", siginfo_t);
  AT("SI_CODE", siginfo_t, si_code);
  AT("SI_STATUS", siginfo_t, si_status);
  SIZE("SIGNALFD_SIGINFO", struct signalfd_siginfo);
  AT("SSI_SIGNO", struct signalfd_siginfo, ssi_signo);
  SIZE("TCP_INFO", struct tcp_info);
  AT("TCPI_UNACKED", struct tcp_info, tcpi_unacked);
  SIZE("SIGSET", sigset_t);
  SIZE("RLIMIT", struct rlimit);
  AT("RLIM_CUR", struct rlimit, rlim_cur);
  AT("RLIM_MAX", struct rlimit, rlim_max);
  SIZE("PASSWD", struct passwd);
  AT("PW_NAME", struct passwd, pw_name);
  AT("PW_UID", struct passwd, pw_uid);
  AT("PW_GID", struct passwd, pw_gid);
  SIZE("GROUP", struct group);
  AT("GR_GID", struct group, gr_gid);
  SIZE("SPAWN_FILE_ACTIONS", posix_spawn_file_actions_t);
  SIZE("SPAWN_ATTRIBUTES", posix_spawnattr_t);
}

static void errors(void) {
  ERROR(EPERM);
  ERROR(ENOENT);
  ERROR(ESRCH);
  ERROR(EINTR);
  ERROR(E2BIG);
  ERROR(ENOEXEC);
  ERROR(EBADF);
  ERROR(ECHILD);
  ERROR(EAGAIN);
  ERROR(ENOMEM);
  ERROR(EACCES);
  ERROR(EEXIST);
  ERROR(EINVAL);
  ERROR(ENFILE);
  ERROR(EMFILE);
  ERROR(ERANGE);
  ERROR(EPIPE);
  ERROR(EPROTO);
  ERROR(EALREADY);
  ERROR(EMSGSIZE);
  ERROR(ENAMETOOLONG);
  ERROR(EAFNOSUPPORT);
  ERROR(EADDRINUSE);
  ERROR(EADDRNOTAVAIL);
  ERROR(ENETDOWN);
  ERROR(ENETUNREACH);
  ERROR(ECONNABORTED);
  ERROR(ECONNRESET);
  ERROR(ENOBUFS);
  ERROR(ENOTCONN);
  ERROR(ETIMEDOUT);
  ERROR(ECONNREFUSED);
  ERROR(EHOSTDOWN);
  ERROR(EHOSTUNREACH);
  ERROR(EINPROGRESS);
}

static void flags(void) {
  SOCKET(SOCK_NONBLOCK);
  SOCKET(SOCK_CLOEXEC);
  LINE("TcpSockets.SOCK_STREAM", SOCK_STREAM);
  LINE("TcpSockets.SOCK_NONBLOCK", SOCK_NONBLOCK);
  LINE("TcpSockets.SOCK_CLOEXEC", SOCK_CLOEXEC);
  LINE("TcpSockets.SOL_SOCKET", SOL_SOCKET);
  LINE("TcpSockets.SO_LINGER", SO_LINGER);
  LINE("TcpSockets.LINGER", sizeof(struct linger));
  LINE("TcpSockets.IPPROTO_TCP", IPPROTO_TCP);
  LINE("TcpSockets.TCP_INFO", TCP_INFO);
  LINE("OpenFiles.READ_WRITE", O_RDWR);
  LINE("OpenFiles.WRITE_ONLY", O_WRONLY);
  LINE("OpenFiles.O_CREAT", O_CREAT);
  LINE("OpenFiles.O_NOCTTY", O_NOCTTY);
  LINE("OpenFiles.O_APPEND", O_APPEND);
  LINE("OpenFiles.O_NONBLOCK", O_NONBLOCK);
  LINE("OpenFiles.O_CLOEXEC", O_CLOEXEC);
  LINE("OpenFiles.O_NOFOLLOW", O_NOFOLLOW);
  LINE("LocalSockets.AF_UNIX", AF_UNIX);
  LINE("LocalSockets.SOCK_STREAM", SOCK_STREAM);
  LINE("LocalSockets.SOCK_DGRAM", SOCK_DGRAM);
  LINE("LocalSockets.SOCK_SEQPACKET", SOCK_SEQPACKET);
  LINE("LocalSockets.SOCK_NONBLOCK", SOCK_NONBLOCK);
  LINE("LocalSockets.SOCK_CLOEXEC", SOCK_CLOEXEC);
  LINE("LocalSockets.SUN_PATH", offsetof(struct sockaddr_un, sun_path));
  LINE("LocalSockets.SOCKADDR_UN", sizeof(struct sockaddr_un));
  LINE("RelayBuffer.MSG_NOSIGNAL", MSG_NOSIGNAL);
  LINE("LaunchCall.SOL_SOCKET", SOL_SOCKET);
  LINE("LaunchCall.SCM_RIGHTS", SCM_RIGHTS);
  LINE("LaunchCall.MSG_DONTWAIT", MSG_DONTWAIT);
  LINE("LaunchCall.MSG_NOSIGNAL", MSG_NOSIGNAL);
  SOCKET(SOCK_STREAM);
  SOCKET(SOCK_DGRAM);
  SOCKET(SOCK_RAW);
  SOCKET(SOCK_SEQPACKET);
  SOCKET(O_NONBLOCK);
  SOCKET(F_GETFL);
  SOCKET(F_SETFL);
  SOCKET(SOL_SOCKET);
  OPTION(SOL_SOCKET);
  OPTION(SO_REUSEADDR);
  SOCKET(SO_ERROR);
  OPTION(SO_KEEPALIVE);
  OPTION(SO_BINDTODEVICE);
  OPTION(IPPROTO_IP);
  OPTION(IP_FREEBIND);
  OPTION(IPV6_FREEBIND);
  OPTION(IFNAMSIZ);
  OPTION(IPPROTO_TCP);
  OPTION(TCP_NODELAY);
  OPTION(IPPROTO_IPV6);
  OPTION(IPV6_V6ONLY);
  DATAGRAM(MSG_PEEK);
  DATAGRAM(MSG_DONTWAIT);
  SOCKET(MSG_NOSIGNAL);
  DATAGRAM(MSG_NOSIGNAL);
  SOCKET(SHUT_RD);
  SOCKET(SHUT_WR);
  SOCKET(SHUT_RDWR);
  LINE("SocketAddresses.AF_INET", AF_INET);
  LINE("SocketAddresses.AF_INET6", AF_INET6);
  POLLER(EPOLLIN);
  POLLER(EPOLLOUT);
  POLLER(EPOLLERR);
  POLLER(EPOLLHUP);
  POLLER(EPOLLONESHOT);
  POLLER(EPOLL_CLOEXEC);
  POLLER(EPOLL_CTL_ADD);
  POLLER(EPOLL_CTL_DEL);
  POLLER(EPOLL_CTL_MOD);
  LOOP(EPOLLIN);
  LOOP(EPOLLOUT);
  LOOP(EPOLLERR);
  LOOP(EPOLLHUP);
  LOOP(EPOLLRDHUP);
  LINE("EventLoop.EPOLLET", (int)EPOLLET);
  LOOP(EPOLL_CLOEXEC);
  LOOP(EPOLL_CTL_ADD);
  SIGNAL(SIGHUP);
  SIGNAL(SIGINT);
  SIGNAL(SIGQUIT);
  SIGNAL(SIGABRT);
  SIGNAL(SIGKILL);
  SIGNAL(SIGUSR1);
  SIGNAL(SIGUSR2);
  SIGNAL(SIGALRM);
  SIGNAL(SIGTERM);
  SIGNAL(SIGSTKFLT);
  SIGNAL(SIGTSTP);
  SIGNAL(SIGTTIN);
  SIGNAL(SIGTTOU);
  SIGNAL(SIGXCPU);
  SIGNAL(SIGVTALRM);
  SIGNAL(SIGPROF);
  SIGNAL(SIGIO);
  SIGNAL(SIGPWR);
  SIGNAL(SIGSYS);
  SIGNAL(SFD_NONBLOCK);
  SIGNAL(SFD_CLOEXEC);
  SIGNAL(SIG_BLOCK);
  LINE("Self.RLIMIT_NOFILE", RLIMIT_NOFILE);
  LINE("Self.PRIO_PROCESS", PRIO_PROCESS);
  LINE("Pipe.O_NONBLOCK", O_NONBLOCK);
  LINE("Pipe.O_CLOEXEC", O_CLOEXEC);
  LINE("PosixSpawn.SETSIGDEF", POSIX_SPAWN_SETSIGDEF);
  LINE("PosixSpawn.SETSIGMASK", POSIX_SPAWN_SETSIGMASK);
  LINE("PosixSpawn.SETSID", POSIX_SPAWN_SETSID);
  LINE("Child.SYS_PIDFD_SEND_SIGNAL", SYS_pidfd_send_signal);
  LINE("Child.SYS_PIDFD_OPEN", SYS_pidfd_open);
  LINE("Child.P_PIDFD", P_PIDFD);
  LINE("Child.P_PID", P_PID);
  LINE("Child.WEXITED", WEXITED);
  LINE("Child.CLD_EXITED", CLD_EXITED);
  LINE("OtherProcess.SYS_PIDFD_SEND_SIGNAL", SYS_pidfd_send_signal);
  LINE("OtherProcess.SYS_PIDFD_OPEN", SYS_pidfd_open);
  LINE("FileLease.O_RDONLY", O_RDONLY);
  LINE("FileLease.O_NONBLOCK", O_NONBLOCK);
  LINE("FileLease.O_CLOEXEC", O_CLOEXEC);
  LINE("FileLease.F_SETSIG", F_SETSIG);
  LINE("FileLease.F_SETLEASE", F_SETLEASE);
  LINE("FileLease.F_RDLCK", F_RDLCK);
  LINE("FileLease.F_UNLCK", F_UNLCK);
  LINE("FileLease.SIGURG", SIGURG);
  LINE("Inherited.F_SETFD", F_SETFD);
  LINE("Inherited.F_GETFD", F_GETFD);
  LINE("Inherited.FD_CLOEXEC", FD_CLOEXEC);
  LINE("Inherited.SOL_SOCKET", SOL_SOCKET);
  LINE("Inherited.SO_TYPE", SO_TYPE);
  LINE("Inherited.SO_ACCEPTCONN", SO_ACCEPTCONN);
  LINE("Inherited.SO_PROTOCOL", SO_PROTOCOL);
  LINE("Inherited.SO_DOMAIN", SO_DOMAIN);
  LINE("Inherited.AF_INET", AF_INET);
  LINE("Inherited.AF_INET6", AF_INET6);
  LINE("Inherited.SOCK_STREAM", SOCK_STREAM);
  LINE("Inherited.SOCK_DGRAM", SOCK_DGRAM);
  LINE("Inherited.SOCK_RAW", SOCK_RAW);
  LINE("Inherited.SOCK_SEQPACKET", SOCK_SEQPACKET);
  LINE("Successor.F_DUPFD_CLOEXEC", F_DUPFD_CLOEXEC);
  LINE("Successor.SETSIGDEF", POSIX_SPAWN_SETSIGDEF);
  LINE("Successor.SETSIGMASK", POSIX_SPAWN_SETSIGMASK);
  LINE("Resource.CPU", RLIMIT_CPU);
  LINE("Resource.DATA", RLIMIT_DATA);
  LINE("Resource.STACK", RLIMIT_STACK);
  LINE("Resource.RSS", RLIMIT_RSS);
  LINE("Resource.NOFILE", RLIMIT_NOFILE);
  LINE("Resource.AS", RLIMIT_AS);
}

int main(void) {
  structures();
  errors();
  flags();
  return 0;
}
