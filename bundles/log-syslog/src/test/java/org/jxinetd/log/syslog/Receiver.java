package org.jxinetd.log.syslog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jxinetd.linux.Fd;
import org.jxinetd.linux.LocalSockets;
import org.jxinetd.linux.Poller;
import org.jxinetd.linux.Sockets;

/** A syslog daemon: a datagram socket of the file system. */
final class Receiver implements AutoCloseable {

  private final Path path;
  private final Fd fd;

  Receiver(Path path) throws IOException {
    this.path = path;
    this.fd = LocalSockets.openDatagram();
    LocalSockets.bind(fd, path);
  }

  /** The next message. */
  String next() throws IOException, InterruptedException {
    byte[] buffer = new byte[16 * 1024];
    int n = Sockets.read(fd, buffer, 0, buffer.length);
    if (n == Sockets.WOULD_BLOCK) {
      if (!Poller.await(fd, Poller.READ, TimeUnit.SECONDS.toNanos(10))) {
        throw new AssertionError("no message came");
      }
      n = Sockets.read(fd, buffer, 0, buffer.length);
    }
    return new String(buffer, 0, n, StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    fd.close();
    Files.delete(path);
  }
}
