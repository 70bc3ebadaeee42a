package org.jxinetd.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.Family;
import org.jxinetd.api.service.SocketType;

class SuccessorTest {
  private static final long LIMIT_NANOS = Duration.ofSeconds(15).toNanos();

  @Test
  void passesDescriptorsOnInTheirOrderAndNothingElse() throws Exception {
    LocalSockets.Pair first = LocalSockets.pair();
    LocalSockets.Pair second = LocalSockets.pair();
    try (Fd one = first.one();
        Fd two = second.one()) {
      Child child =
          Successor.spawn(
              List.of("/bin/sh", "-c", "echo a$X >&3; echo b >&4; echo /proc/self/fd/* >&4"),
              List.of("X=1"),
              List.of(first.other(), second.other()));
      first.other().close();
      second.other().close();
      assertEquals("a1\n", readAll(one));
      String rest = readAll(two);
      assertTrue(rest.startsWith("b\n"), rest);
      assertTrue(rest.contains("/fd/4"), rest);
      assertFalse(rest.contains("/fd/6"), rest);
      assertEquals(new Exit.Exited(0), child.await());
    }
  }

  @Test
  void knowsWhatAnInheritedSocketIs() throws Exception {
    try (Fd tcp = Sockets.open(Family.INET, SocketType.STREAM, 6);
        Fd udp = Sockets.open(Family.INET6, SocketType.DGRAM, 17);
        Fd local = LocalSockets.openDatagram()) {
      Sockets.bind(tcp, new Endpoint(Address.ANY_INET, 0));
      assertEquals(
          Optional.of(new Inherited.Kind(Family.INET, SocketType.STREAM, 6, false)),
          Inherited.kind(tcp));
      Sockets.listen(tcp, 5);
      assertTrue(Inherited.kind(tcp).orElseThrow().listening());
      assertEquals(
          Optional.of(new Inherited.Kind(Family.INET6, SocketType.DGRAM, 17, false)),
          Inherited.kind(udp));
      assertEquals(Optional.empty(), Inherited.kind(local));
    }
    OsException closed = assertThrows(OsException.class, () -> Inherited.take(9_999));
    assertEquals(Errno.EBADF, closed.errno());
  }

  @Test
  void seesTheEndOfAProcessThatIsNoChild() throws Exception {
    Process process = new ProcessBuilder("/bin/cat").start();
    try (OtherProcess other = OtherProcess.of((int) process.pid())) {
      assertFalse(other.awaitEnd(1_000_000));
      other.signal(Signals.SIGTERM);
      assertTrue(other.awaitEnd(LIMIT_NANOS));
    } finally {
      process.destroyForcibly();
    }
  }

  private static String readAll(Fd fd) throws Exception {
    StringBuilder out = new StringBuilder();
    byte[] bytes = new byte[1024];
    while (true) {
      int n = Sockets.read(fd, bytes, 0, bytes.length);
      if (n == Sockets.END) {
        return out.toString();
      }
      if (n == Sockets.WOULD_BLOCK) {
        assertTrue(Poller.await(fd, Poller.READ, LIMIT_NANOS), "nothing came");
      } else {
        out.append(new String(bytes, 0, n, StandardCharsets.US_ASCII));
      }
    }
  }
}
