package org.jxinetd.ident;

import java.time.Duration;
import org.jxinetd.api.access.Identity;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.SocketType;
import org.jxinetd.linux.Fd;
import org.jxinetd.linux.OsException;
import org.jxinetd.linux.Poller;
import org.jxinetd.linux.Sockets;

/**
 * One question to the ident server of a client's host, from the address that the client uses: a
 * server answers for connections between the same two hosts only.
 */
record Question(Address local, Endpoint server, Reply.Ports ports, Duration limit) {

  private static final int TCP = 6;
  private static final Identity TIMEOUT = new Identity.Unknown("timeout");
  private static final Identity NO_SERVER = new Identity.Unknown("no server");
  private static final Identity SYSTEM_ERROR = new Identity.Unknown("system error");
  private static final Identity BROKEN = new Identity.Unknown("error while receiving response");

  Identity ask() throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    try (Fd socket = Sockets.open(local.family(), SocketType.STREAM, TCP)) {
      Sockets.nonBlocking(socket, true);
      Sockets.bind(socket, new Endpoint(local, 0));
      try {
        if (!Sockets.connect(socket, server)) {
          if (!await(socket, Poller.WRITE, end)) {
            return TIMEOUT;
          }
          Sockets.connectResult(socket);
        }
      } catch (OsException unreachable) {
        return NO_SERVER;
      }
      return exchange(socket, end);
    } catch (OsException e) {
      return SYSTEM_ERROR;
    }
  }

  private Identity exchange(Fd socket, long end) throws InterruptedException {
    try {
      byte[] question = ports.question();
      int sent = 0;
      while (sent < question.length) {
        int n = Sockets.write(socket, question, sent, question.length - sent);
        if (n == Sockets.WOULD_BLOCK && !await(socket, Poller.WRITE, end)) {
          return TIMEOUT;
        }
        sent += Math.max(0, n);
      }
      return reply(socket, end);
    } catch (OsException e) {
      return BROKEN;
    }
  }

  private Identity reply(Fd socket, long end) throws OsException, InterruptedException {
    byte[] reply = new byte[Reply.LONGEST];
    int length = 0;
    while (!Reply.ends(reply, length)) {
      if (length == reply.length) {
        return Reply.BAD;
      }
      int n = Sockets.read(socket, reply, length, reply.length - length);
      if (n == Sockets.END) {
        return length == 0 ? BROKEN : Reply.BAD;
      }
      if (n == Sockets.WOULD_BLOCK) {
        if (!await(socket, Poller.READ, end)) {
          return TIMEOUT;
        }
        continue;
      }
      length += n;
    }
    return Reply.read(reply, length, ports);
  }

  private static boolean await(Fd socket, int what, long end)
      throws OsException, InterruptedException {
    long left = end - System.nanoTime();
    return left > 0 && Poller.await(socket, what, left);
  }
}
