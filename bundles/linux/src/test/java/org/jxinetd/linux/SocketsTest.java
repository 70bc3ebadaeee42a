package org.jxinetd.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.Family;
import org.jxinetd.api.service.SocketType;

class SocketsTest {

  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);
  private static final Endpoint ANY_V6 = new Endpoint(Address.inet6(0, 0, 0), 0);
  private static final Endpoint LOOPBACK_V6 = new Endpoint(Address.inet6(0, 1, 0), 0);

  private static void await(Fd fd, int events) throws Exception {
    assertTrue(Poller.await(fd, events, Loopback.LONGEST));
  }

  private static Socket connect(String host, int port) throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(host, port), 20_000);
    return socket;
  }

  @Test
  void readsWhatIsThereThenTheEnd() throws Exception {
    try (Loopback loopback = Loopback.open()) {
      byte[] to = new byte[20];
      assertEquals(Sockets.WOULD_BLOCK, Sockets.read(loopback.fd(), to, 0, 20));
      loopback.client().getOutputStream().write(HELLO);
      await(loopback.fd(), Poller.READ);
      assertEquals(3, Sockets.read(loopback.fd(), to, 2, 3));
      assertEquals(2, Sockets.read(loopback.fd(), to, 5, 15));
      assertArrayEquals(HELLO, Arrays.copyOfRange(to, 2, 7));
      assertEquals(0, to[0] + to[1] + to[7]);
      loopback.client().shutdownOutput();
      await(loopback.fd(), Poller.READ);
      assertEquals(Sockets.END, Sockets.read(loopback.fd(), to, 0, 1));
      assertEquals(5, Sockets.write(loopback.fd(), HELLO, 0, 5), "the other half is open");
      Sockets.shutdownOutput(loopback.fd());
      assertEquals("hello", loopback.rest());
    }
  }

  @Test
  void refusesRangesOutsideOfTheArray() throws Exception {
    try (Loopback loopback = Loopback.open()) {
      Fd fd = loopback.fd();
      byte[] four = new byte[4];
      assertThrows(IndexOutOfBoundsException.class, () -> Sockets.read(fd, four, 1, 4));
      assertThrows(IndexOutOfBoundsException.class, () -> Sockets.read(fd, four, -1, 2));
      assertThrows(IndexOutOfBoundsException.class, () -> Sockets.write(fd, four, 4, 1));
      assertThrows(IllegalArgumentException.class, () -> Sockets.read(fd, four, 0, 0));
      assertEquals(0, Sockets.write(fd, four, 4, 0));
    }
  }

  @Test
  void writesUntilTheBufferIsFull() throws Exception {
    try (Loopback loopback = Loopback.open()) {
      byte[] large = new byte[100_000];
      Arrays.fill(large, (byte) 'x');
      long sent = 0;
      int n;
      while ((n = Sockets.write(loopback.fd(), large, 0, large.length)) != Sockets.WOULD_BLOCK) {
        assertTrue(n > 0 && n <= 16 * 1024, "moved " + n);
        sent += n;
      }
      loopback.fd().close();
      assertEquals(sent, loopback.rest().length());
    }
  }

  @Test
  void raisesNoSignalWhenTheClientIsGone() throws Exception {
    try (Loopback loopback = Loopback.open()) {
      loopback.client().setSoLinger(true, 0);
      loopback.client().close();
      await(loopback.fd(), Poller.READ);
      OsException reset =
          assertThrows(OsException.class, () -> Sockets.read(loopback.fd(), HELLO, 0, 1));
      assertEquals(Errno.ECONNRESET, reset.errno());
      OsException pipe =
          assertThrows(OsException.class, () -> Sockets.write(loopback.fd(), HELLO, 0, 1));
      assertEquals(Errno.EPIPE, pipe.errno());
    }
  }

  @Test
  void acceptsNobodyWhenNobodyIsThere() throws Exception {
    try (Fd listener = Loopback.listener()) {
      assertNull(Sockets.accept(listener));
      try (Socket client = connect("127.0.0.1", Sockets.local(listener).port())) {
        await(listener, Poller.READ);
        Sockets.Accepted accepted = Sockets.accept(listener);
        assertNotNull(accepted);
        try (Fd fd = accepted.fd()) {
          Endpoint peer = new Endpoint(Address.inet(0x7f00_0001), client.getLocalPort());
          assertEquals(peer, accepted.peer());
          assertEquals(peer, Sockets.peer(fd));
          assertEquals(Sockets.local(listener), Sockets.local(fd));
          String flags =
              Files.readString(Path.of("/proc/self/fdinfo/" + fd.number())).split("\\s+")[3];
          assertEquals(02004002, Integer.parseInt(flags, 8), "non-blocking, closed on exec");
        }
      }
      assertNull(Sockets.accept(listener));
    }
  }

  @Test
  void throwsWhatIsWrongWithAListener() throws Exception {
    try (Fd socket = Sockets.open(Family.INET, SocketType.STREAM, 0);
        Fd listener = Loopback.listener()) {
      OsException e = assertThrows(OsException.class, () -> Sockets.accept(socket));
      assertEquals(Errno.EINVAL, e.errno());
      Endpoint taken = Sockets.local(listener);
      OsException inUse = assertThrows(OsException.class, () -> Sockets.bind(socket, taken));
      assertEquals("bind", inUse.call());
      assertEquals(Errno.EADDRINUSE, inUse.errno());
      assertEquals("127.0.0.1:" + taken.port(), inUse.subject());
      assertEquals(
          "bind 127.0.0.1:" + taken.port() + ": Address already in use (errno = 98)",
          inUse.getMessage());
    }
    assertEquals("fork: No such process (errno = 3)", new OsException("fork", "", 3).getMessage());
  }

  @Test
  void refusesClientsWhileStoppedAndResumesOnTheSamePort() throws Exception {
    Endpoint at;
    try (Fd free = Loopback.listener()) {
      at = Sockets.local(free);
    }
    try (Fd listener = Sockets.open(Family.INET, SocketType.STREAM, 0)) {
      Sockets.bind(listener, at); // by number: the kernel gives a port of its own choice up
      Sockets.listen(listener, 5);
      try (Socket waiting = connect("127.0.0.1", at.port())) {
        Sockets.stopListening(listener);
        waiting.setSoTimeout(20_000);
        assertThrows(IOException.class, () -> endOrReset(waiting));
      }
      assertThrows(ConnectException.class, () -> connect("127.0.0.1", at.port()));
      assertEquals(at, Sockets.local(listener));
      Sockets.listen(listener, 5);
      try (Socket client = connect("127.0.0.1", at.port())) {
        await(listener, Poller.READ);
        Sockets.Accepted accepted = Sockets.accept(listener);
        assertEquals(client.getLocalPort(), accepted.peer().port());
        accepted.fd().close();
      }
    }
  }

  private static void endOrReset(Socket socket) throws IOException {
    int b = socket.getInputStream().read();
    throw new IOException("read " + b);
  }

  @Test
  void connectsAtOnceOrLater() throws Exception {
    try (Fd listener = Loopback.listener();
        Fd client = Sockets.open(Family.INET, SocketType.STREAM, 0)) {
      Sockets.nonBlocking(client, true);
      if (!Sockets.connect(client, Sockets.local(listener))) {
        await(client, Poller.WRITE);
      }
      Sockets.connectResult(client);
      assertEquals(Sockets.local(listener), Sockets.peer(client));
    }
  }

  @Test
  void tellsThatAConnectionWasRefused() throws Exception {
    Endpoint nobody;
    try (Fd listener = Loopback.listener()) {
      nobody = Sockets.local(listener);
    }
    try (Fd client = Sockets.open(Family.INET, SocketType.STREAM, 0)) {
      Sockets.nonBlocking(client, true);
      OsException e =
          assertThrows(
              OsException.class,
              () -> {
                if (!Sockets.connect(client, nobody)) {
                  await(client, Poller.WRITE);
                }
                Sockets.connectResult(client);
              });
      assertEquals(Errno.ECONNREFUSED, e.errno());
      OsException none = assertThrows(OsException.class, () -> Sockets.peer(client));
      assertEquals(Errno.ENOTCONN, none.errno());
    }
  }

  @Test
  void leavesIpv4ToOthersWithV6Only() throws Exception {
    try (Fd both = Sockets.open(Family.INET6, SocketType.STREAM, 0);
        Fd only = Sockets.open(Family.INET6, SocketType.STREAM, 0)) {
      for (Fd fd : new Fd[] {both, only}) {
        SocketOptions.v6Only(fd, fd == only);
        SocketOptions.reuseAddress(fd, true);
        Sockets.bind(fd, ANY_V6);
        Sockets.listen(fd, 5);
      }
      try (Socket client = connect("127.0.0.1", Sockets.local(both).port())) {
        await(both, Poller.READ);
        try (Fd accepted = Sockets.accept(both).fd()) {
          assertEquals("::ffff:127.0.0.1", Sockets.peer(accepted).address().toString());
          assertTrue(client.isConnected());
        }
      }
      int port = Sockets.local(only).port();
      assertThrows(ConnectException.class, () -> connect("127.0.0.1", port));
      try (Socket client = connect("::1", port)) {
        assertTrue(client.isConnected());
      }
    }
  }

  @Test
  void setsAndClearsOptionsOfSockets() throws Exception {
    try (Fd fd = Sockets.open(Family.INET, SocketType.STREAM, 0);
        Fd udp = Sockets.open(Family.INET, SocketType.DGRAM, 0)) {
      for (boolean on : new boolean[] {true, false}) {
        SocketOptions.reuseAddress(fd, on);
        SocketOptions.noDelay(fd, on);
        SocketOptions.keepAlive(fd, on);
        Sockets.nonBlocking(fd, on);
        String flags =
            Files.readString(Path.of("/proc/self/fdinfo/" + fd.number())).split("\\s+")[3];
        assertEquals(on ? 04000 : 0, Integer.parseInt(flags, 8) & 04000);
      }
      assertThrows(OsException.class, () -> SocketOptions.noDelay(udp, true));
      assertThrows(OsException.class, () -> SocketOptions.v6Only(fd, true));
    }
  }

  @Test
  void sharesAPortWithAConnectionInTimeWaitOnlyWithReuseAddress() throws Exception {
    Endpoint at;
    try (Fd listener = Loopback.listener()) {
      SocketOptions.reuseAddress(listener, true);
      at = Sockets.local(listener);
      try (Socket client = connect("127.0.0.1", at.port())) {
        await(listener, Poller.READ);
        Sockets.accept(listener).fd().close(); // we close first: the port goes to TIME_WAIT
        assertEquals(-1, client.getInputStream().read());
      }
    }
    try (Fd next = Sockets.open(Family.INET, SocketType.STREAM, 0)) {
      assertThrows(OsException.class, () -> Sockets.bind(next, at));
      SocketOptions.reuseAddress(next, true);
      Sockets.bind(next, at);
    }
  }

  @Test
  void exchangesDatagrams() throws Exception {
    exchange(Family.INET, Loopback.ANY_PORT);
    exchange(Family.INET6, LOOPBACK_V6);
  }

  private static void exchange(Family family, Endpoint any) throws Exception {
    try (Fd one = Sockets.open(family, SocketType.DGRAM, 17);
        Fd two = Sockets.open(family, SocketType.DGRAM, 0)) {
      Sockets.bind(one, any);
      Sockets.bind(two, any);
      assertNull(Datagrams.receive(two, 100, false));
      assertTrue(Datagrams.send(one, HELLO, Sockets.local(two)));
      await(two, Poller.READ);
      Datagrams.Received peeked = Datagrams.receive(two, 2, true);
      assertEquals(Sockets.local(one), peeked.peer());
      assertArrayEquals("he".getBytes(StandardCharsets.US_ASCII), peeked.data());
      assertArrayEquals(HELLO, Datagrams.receive(two, 65_536, false).data());
      assertNull(Datagrams.receive(two, 65_536, true));
      assertTrue(Datagrams.send(one, new byte[0], Sockets.local(two)));
      await(two, Poller.READ);
      assertEquals(0, Datagrams.receive(two, 10, false).data().length);
      byte[] large = new byte[60_000];
      Arrays.fill(large, (byte) 7);
      assertTrue(Datagrams.send(one, large, Sockets.local(two)));
      await(two, Poller.READ);
      assertArrayEquals(large, Datagrams.receive(two, 65_536, false).data());
      OsException e =
          assertThrows(
              OsException.class, () -> Datagrams.send(one, new byte[70_000], Sockets.local(two)));
      assertEquals("sendto", e.call());
      assertThrows(IllegalArgumentException.class, () -> Datagrams.receive(two, 0, false));
      assertThrows(IllegalArgumentException.class, () -> Datagrams.receive(two, 65_537, false));
    }
  }

  @Test
  void endsBothDirectionsOfAConnection() throws Exception {
    try (Loopback loopback = Loopback.open()) {
      Sockets.shutdownInput(loopback.fd());
      assertEquals(Sockets.END, Sockets.read(loopback.fd(), new byte[1], 0, 1));
      Sockets.shutdownBoth(loopback.fd());
      assertEquals("", loopback.rest());
      assertThrows(OsException.class, () -> Sockets.write(loopback.fd(), HELLO, 0, 1));
    }
    try (Fd unconnected = Sockets.open(Family.INET, SocketType.STREAM, 0)) {
      Sockets.shutdownBoth(unconnected); // nothing to end is no failure
      assertTrue(unconnected.isOpen());
    }
  }

  @Test
  void knowsTheLongestBacklog() throws Exception {
    Process cat = new ProcessBuilder("cat", "/proc/sys/net/core/somaxconn").start();
    String kernel = new String(cat.getInputStream().readAllBytes(), US_ASCII).strip();
    assertEquals(kernel, Integer.toString(Sockets.somaxconn()));
  }

  @Test
  void refusesAnUnknownProtocol() {
    OsException e =
        assertThrows(
            OsException.class, () -> Sockets.open(Family.INET, SocketType.STREAM, 17).close());
    assertEquals("socket", e.call());
    assertFalse(e.subject().isEmpty());
  }
}
