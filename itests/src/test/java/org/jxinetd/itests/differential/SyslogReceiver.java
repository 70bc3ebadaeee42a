package org.jxinetd.itests.differential;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.locks.LockSupport;
import org.jxinetd.linux.Fd;
import org.jxinetd.linux.LocalSockets;
import org.jxinetd.linux.Sockets;

/** A syslog daemon's socket: each message becomes a line of a file. */
final class SyslogReceiver implements AutoCloseable {
  private static final long POLL_NANOS = 5_000_000;

  private final Fd socket = LocalSockets.openDatagram();
  private final Path file;
  private final Thread reader;
  private volatile boolean closed;

  SyslogReceiver(Path path, Path file) throws IOException {
    this.file = Files.writeString(file, "");
    LocalSockets.bind(socket, path);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-rw-"));
    reader = Thread.ofPlatform().daemon().start(this::read);
  }

  private void read() {
    byte[] buffer = new byte[8192];
    try {
      while (!closed) {
        int n = Sockets.read(socket, buffer, 0, buffer.length);
        if (n > 0) {
          String message = new String(buffer, 0, n, StandardCharsets.ISO_8859_1).strip();
          Files.writeString(file, message.replace('\n', ' ') + "\n", StandardOpenOption.APPEND);
        } else {
          LockSupport.parkNanos(POLL_NANOS);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    socket.close();
  }
}
