package org.jxinetd.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RelayBufferTest {

  @TempDir Path folder;

  /** A socket that gets what another one sends; datagrams, so that each read is one write. */
  private Fd receiver(String name) throws OsException {
    Fd fd = LocalSockets.openDatagram();
    LocalSockets.bind(fd, folder.resolve(name));
    return fd;
  }

  private Fd sender(String name) throws OsException {
    Fd fd = LocalSockets.openDatagram();
    LocalSockets.connect(fd, folder.resolve(name));
    return fd;
  }

  @Test
  void carriesDataFromOneDescriptorToAnother() throws OsException {
    try (Fd in = receiver("in");
        Fd out = receiver("out");
        Fd toIn = sender("in");
        Fd toOut = sender("out");
        RelayBuffer buffer = RelayBuffer.borrow()) {
      byte[] text = {1, 2, 3, 4, 5};
      assertEquals(Sockets.WOULD_BLOCK, buffer.fill(in));
      assertEquals(5, Sockets.write(toIn, text, 0, 5));
      assertEquals(5, buffer.fill(in));
      assertThrows(IllegalStateException.class, () -> buffer.fill(in));
      assertEquals(5, buffer.drain(toOut));
      assertTrue(buffer.isEmpty());
      assertThrows(IllegalStateException.class, () -> buffer.drain(toOut));
      byte[] got = new byte[8];
      assertEquals(5, Sockets.read(out, got, 0, 8));
      assertEquals(5, got[4]);
    }
  }

  @Test
  void tellsThatTheReceiverIsFullAndKeepsTheData() throws OsException {
    try (Fd in = receiver("in");
        Fd out = receiver("out");
        Fd toIn = sender("in");
        Fd toOut = sender("out");
        RelayBuffer buffer = RelayBuffer.borrow()) {
      byte[] block = new byte[8192];
      int sent = 0;
      while (Sockets.write(toOut, block, 0, block.length) != Sockets.WOULD_BLOCK) {
        assertTrue(++sent < 100_000);
      }
      Sockets.write(toIn, new byte[] {7}, 0, 1);
      assertEquals(1, buffer.fill(in));
      assertEquals(Sockets.WOULD_BLOCK, buffer.drain(toOut));
      assertFalse(buffer.isEmpty());
      assertEquals(8192, Sockets.read(out, block, 0, block.length));
      assertEquals(1, buffer.drain(toOut));
    }
  }

  @Test
  void getsSmallWhenAllLargeOnesAreHeld() {
    List<RelayBuffer> held = new ArrayList<>();
    try {
      for (int i = 0; i < RelayBuffer.LARGE_COUNT; i++) {
        held.add(RelayBuffer.borrow());
        assertEquals(RelayBuffer.LARGE, held.getLast().capacity());
      }
      try (RelayBuffer small = RelayBuffer.borrow()) {
        assertEquals(RelayBuffer.SMALL, small.capacity());
      }
      held.removeLast().close();
      held.add(RelayBuffer.borrow());
      assertEquals(RelayBuffer.LARGE, held.getLast().capacity());
    } finally {
      held.forEach(RelayBuffer::close);
    }
  }

  @Test
  void isNotUsedAfterItsClose() throws OsException {
    try (Fd in = receiver("in")) {
      RelayBuffer buffer = RelayBuffer.borrow();
      buffer.close();
      buffer.close();
      assertThrows(IllegalStateException.class, () -> buffer.fill(in));
    }
  }

  @Test
  void saysWhatIsWrongWithPaths() throws OsException {
    try (Fd fd = LocalSockets.openDatagram()) {
      Path absent = folder.resolve("absent");
      OsException e = assertThrows(OsException.class, () -> LocalSockets.connect(fd, absent));
      assertEquals("connect " + absent + ": No such file or directory (errno = 2)", e.getMessage());
      Path longest = Path.of("/" + "x".repeat(107));
      assertEquals(
          Errno.ENAMETOOLONG,
          assertThrows(OsException.class, () -> LocalSockets.connect(fd, longest)).errno());
    }
  }
}
