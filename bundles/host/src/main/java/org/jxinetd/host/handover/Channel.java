package org.jxinetd.host.handover;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jxinetd.linux.Fd;
import org.jxinetd.linux.Poller;
import org.jxinetd.linux.Sockets;

/**
 * Lines of words between a process and its successor. One thread may send while another receives.
 */
final class Channel implements AutoCloseable {

  private static final long SEND_LIMIT_NANOS = Duration.ofSeconds(10).toNanos();
  private static final int LONGEST = 64 * 1024;

  private final Fd fd;
  private final Deque<String> lines = new ArrayDeque<>();
  private final ByteArrayOutputStream rest = new ByteArrayOutputStream();

  Channel(Fd fd) {
    this.fd = fd;
  }

  /** Sends one line of words without blanks. */
  void send(List<String> words) throws IOException, InterruptedException {
    byte[] bytes = (String.join(" ", words) + "\n").getBytes(StandardCharsets.UTF_8);
    int sent = 0;
    while (sent < bytes.length) {
      int n = Sockets.write(fd, bytes, sent, bytes.length - sent);
      if (n != Sockets.WOULD_BLOCK) {
        sent += n;
      } else if (!Poller.await(fd, Poller.WRITE, SEND_LIMIT_NANOS)) {
        throw new IOException("the other process reads nothing");
      }
    }
  }

  void send(String... words) throws IOException, InterruptedException {
    send(List.of(words));
  }

  /**
   * Waits for a line.
   *
   * @param limitNanos longest wait; 0 for no limit
   * @return its words; empty when the other process is gone
   */
  Optional<List<String>> receive(long limitNanos)
      throws IOException, InterruptedException, TimeoutException {
    byte[] buffer = new byte[8192];
    while (lines.isEmpty()) {
      int n = Sockets.read(fd, buffer, 0, buffer.length);
      if (n == Sockets.END) {
        return Optional.empty();
      }
      if (n == Sockets.WOULD_BLOCK) {
        if (!Poller.await(fd, Poller.READ, limitNanos)) {
          throw new TimeoutException("nothing came within " + Duration.ofNanos(limitNanos));
        }
      } else {
        take(buffer, n);
      }
    }
    return Optional.of(List.of(lines.removeFirst().split(" ")));
  }

  private void take(byte[] buffer, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      if (buffer[i] == '\n') {
        lines.add(rest.toString(StandardCharsets.UTF_8));
        rest.reset();
      } else {
        rest.write(buffer[i]);
      }
    }
    if (rest.size() > LONGEST) {
      throw new IOException("the other process sends a line without an end");
    }
  }

  @Override
  public void close() {
    fd.close();
  }
}
