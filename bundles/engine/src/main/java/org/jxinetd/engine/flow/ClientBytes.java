package org.jxinetd.engine.flow;

import java.util.concurrent.TimeUnit;
import org.jxinetd.linux.Fd;
import org.jxinetd.linux.OsException;
import org.jxinetd.linux.Poller;
import org.jxinetd.linux.Sockets;

/** Bytes that the daemon itself sends to a client, with a limit on the wait for it. */
final class ClientBytes {

  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long FAREWELL_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int FAREWELL_BYTES = 64 * 1024;

  private ClientBytes() {}

  /** Sends all bytes; gives up on a client that takes none for five seconds. */
  static void send(Fd fd, byte[] bytes) throws OsException, InterruptedException {
    int sent = 0;
    while (sent < bytes.length) {
      int n = Sockets.write(fd, bytes, sent, bytes.length - sent);
      if (n == Sockets.WOULD_BLOCK) {
        if (!Poller.await(fd, Poller.WRITE, LIMIT_NANOS)) {
          return;
        }
      } else {
        sent += n;
      }
    }
  }

  /**
   * Ends a connection with a FIN rather than a reset: what the client has sent is read, so that the
   * kernel does not throw away the text that was sent to it. At most one second and 64 KiB.
   */
  static void farewell(Fd fd) throws OsException, InterruptedException {
    Sockets.shutdownOutput(fd);
    byte[] waste = new byte[4096];
    long deadline = System.nanoTime() + FAREWELL_NANOS;
    int total = 0;
    while (total < FAREWELL_BYTES) {
      int n = Sockets.read(fd, waste, 0, waste.length);
      if (n == Sockets.END) {
        return;
      }
      if (n > 0) {
        total += n;
        continue;
      }
      long left = deadline - System.nanoTime();
      if (left <= 0 || !Poller.await(fd, Poller.READ, left)) {
        return;
      }
    }
  }
}
