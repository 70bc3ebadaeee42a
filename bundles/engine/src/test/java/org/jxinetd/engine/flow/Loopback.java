package org.jxinetd.engine.flow;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.Family;
import org.jxinetd.api.service.SocketType;
import org.jxinetd.linux.Fd;
import org.jxinetd.linux.OsException;
import org.jxinetd.linux.Poller;
import org.jxinetd.linux.Sockets;

/** A client over loopback: our end as a session gets it, the client's end a plain socket. */
record Loopback(Sockets.Accepted accepted, Socket client) implements AutoCloseable {

  static final long LONGEST = TimeUnit.SECONDS.toNanos(20);
  private static final Endpoint ANY_PORT = new Endpoint(Address.inet(0x7f00_0001), 0);

  static Loopback open() throws IOException, InterruptedException {
    try (Fd listener = listener()) {
      Socket client = connect(listener);
      assertTrue(Poller.await(listener, Poller.READ, LONGEST));
      Sockets.Accepted accepted = Sockets.accept(listener);
      assertNotNull(accepted);
      return new Loopback(accepted, client);
    }
  }

  static Socket connect(Fd listener) throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), Sockets.local(listener).port());
    client.setSoTimeout((int) TimeUnit.NANOSECONDS.toMillis(LONGEST));
    return client;
  }

  static Fd listener() throws OsException {
    Fd listener = Sockets.open(Family.INET, SocketType.STREAM, 0);
    Sockets.nonBlocking(listener, true);
    Sockets.bind(listener, ANY_PORT);
    Sockets.listen(listener, 128);
    return listener;
  }

  static Fd datagrams() throws OsException {
    Fd socket = Sockets.open(Family.INET, SocketType.DGRAM, 0);
    Sockets.nonBlocking(socket, true);
    Sockets.bind(socket, ANY_PORT);
    return socket;
  }

  /** All that the client gets until the orderly end; a reset is an exception. */
  String rest() throws IOException {
    return new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    accepted.fd().close();
    client.close();
  }
}
