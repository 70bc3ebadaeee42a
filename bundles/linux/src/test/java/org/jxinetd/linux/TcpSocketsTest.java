package org.jxinetd.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class TcpSocketsTest {

  @Test
  void knowsHowManyConnectionsWait() throws Exception {
    try (Fd listener = Loopback.listener()) {
      int port = Sockets.local(listener).port();
      assertEquals(0, TcpSockets.backlog(listener));
      try (Socket first = new Socket(InetAddress.getLoopbackAddress(), port);
          Socket second = new Socket(InetAddress.getLoopbackAddress(), port)) {
        assertTrue(first.isConnected() && second.isConnected());
        assertEquals(2, TcpSockets.backlog(listener));
        Sockets.accept(listener).fd().close();
        assertEquals(1, TcpSockets.backlog(listener));
      }
    }
  }
}
