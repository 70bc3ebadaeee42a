package org.jxinetd.linux;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.Family;
import org.jxinetd.api.service.SocketType;

/**
 * A connection over loopback: ours of the two ends is a descriptor, the client's a plain socket.
 */
record Loopback(Fd fd, Endpoint peer, Socket client) implements AutoCloseable {

  static final Endpoint ANY_PORT = new Endpoint(Address.inet(0x7f00_0001), 0);
  static final long LONGEST = Duration.ofSeconds(20).toNanos();

  static Loopback open() throws IOException, InterruptedException {
    try (Fd listener = listener()) {
      Socket client = new Socket(InetAddress.getLoopbackAddress(), Sockets.local(listener).port());
      client.setSoTimeout((int) Duration.ofNanos(LONGEST).toMillis());
      assertTrue(Poller.await(listener, Poller.READ, LONGEST));
      Sockets.Accepted accepted = Sockets.accept(listener);
      assertNotNull(accepted);
      return new Loopback(accepted.fd(), accepted.peer(), client);
    }
  }

  static Fd listener() throws OsException {
    Fd listener = Sockets.open(Family.INET, SocketType.STREAM, 0);
    Sockets.nonBlocking(listener, true);
    Sockets.bind(listener, ANY_PORT);
    Sockets.listen(listener, 128);
    return listener;
  }

  /** A listener that got a number which was just given back. */
  static Fd listenerWith(int number) throws OsException {
    List<Fd> lower = new ArrayList<>();
    try {
      while (true) {
        Fd fd = listener();
        if (fd.number() == number) {
          return fd;
        }
        lower.add(fd);
        assertTrue(fd.number() < number, number + " was not free");
      }
    } finally {
      lower.forEach(Fd::close);
    }
  }

  /** All that the client gets until the end. */
  String rest() throws IOException {
    return new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    fd.close();
    client.close();
  }
}
