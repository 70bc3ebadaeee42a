package org.jxinetd.engine.listen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.Family;
import org.jxinetd.api.service.SocketType;
import org.jxinetd.host.SocketStore;
import org.jxinetd.linux.Datagrams;
import org.jxinetd.linux.Fd;
import org.jxinetd.linux.OsException;
import org.jxinetd.linux.Poller;
import org.jxinetd.linux.Sockets;

class IdlingTest {

  private static final Endpoint LOOPBACK = new Endpoint(Address.inet(0x7f000001), 0);

  private static ListenSocket open(SocketType type) throws OsException {
    Fd fd = Sockets.open(Family.INET, type, 0);
    Sockets.bind(fd, LOOPBACK);
    if (type == SocketType.STREAM) {
      Sockets.listen(fd, 128);
    }
    SocketStore.Key key = new SocketStore.Key(Family.INET, type, 0, LOOPBACK.address(), 0, "test");
    return new ListenSocket(key, fd, Sockets.local(fd), Optional.empty());
  }

  private static void send(ListenSocket to, String text) throws Exception {
    try (DatagramSocket client = new DatagramSocket()) {
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      client.send(
          new DatagramPacket(
              bytes, bytes.length, InetAddress.getLoopbackAddress(), to.local().port()));
    }
    assertTrue(Poller.await(to.fd(), Poller.READ, Duration.ofSeconds(20).toNanos()));
  }

  @Test
  void slowsDownServersThatDoNotReadAndKeepsTheDatagram() throws Exception {
    ListenSocket socket = open(SocketType.DGRAM);
    try (Fd fd = socket.fd()) {
      send(socket, "x");
      Idling idling = new Idling(socket);
      List<Optional<Duration>> pauses = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        idling.begin();
        pauses.add(idling.end("b"));
      }
      Optional<Duration> none = Optional.empty();
      assertEquals(
          List.of(
              none,
              none,
              none,
              Optional.of(Duration.ofMillis(100)),
              Optional.of(Duration.ofMillis(200)),
              Optional.of(Duration.ofMillis(400))),
          pauses);
      assertNotNull(Datagrams.receive(fd, 10, false), "still there");
      idling.begin();
      assertEquals(none, idling.end("b"), "nothing waits");
    }
  }

  @Test
  void leavesServersAloneThatReadOneDatagramEach() throws Exception {
    ListenSocket socket = open(SocketType.DGRAM);
    try (Fd fd = socket.fd()) {
      for (int i = 0; i < 8; i++) {
        send(socket, "datagram " + i);
      }
      Idling idling = new Idling(socket);
      for (int i = 0; i < 8; i++) {
        idling.begin();
        assertNotNull(Datagrams.receive(fd, 100, false));
        assertEquals(Optional.empty(), idling.end("b"));
      }
    }
  }

  @Test
  void slowsDownServersThatDoNotAccept() throws Exception {
    ListenSocket socket = open(SocketType.STREAM);
    try (Fd fd = socket.fd();
        Socket first = new Socket(InetAddress.getLoopbackAddress(), socket.local().port());
        Socket second = new Socket(InetAddress.getLoopbackAddress(), socket.local().port())) {
      assertTrue(first.isConnected() && second.isConnected());
      Idling idling = new Idling(socket);
      for (int i = 0; i < 4; i++) {
        idling.begin();
        assertEquals(i == 3, idling.end("s").isPresent());
      }
      idling.begin();
      Sockets.accept(fd).fd().close();
      assertEquals(Optional.empty(), idling.end("s"), "one was served");
      idling.begin();
      assertEquals(Optional.empty(), idling.end("s"), "counted afresh");
    }
  }

  @Test
  void neverPausesForLongerThanTenSeconds() {
    assertEquals(Duration.ofMillis(100), Idling.pause(1));
    assertEquals(Duration.ofMillis(6400), Idling.pause(7));
    assertEquals(Duration.ofSeconds(10), Idling.pause(8));
    assertEquals(Duration.ofSeconds(10), Idling.pause(Integer.MAX_VALUE));
  }
}
