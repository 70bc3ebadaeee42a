package org.jxinetd.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FdTest {

  private static boolean open(int number) {
    return Files.exists(Path.of("/proc/self/fd/" + number), LinkOption.NOFOLLOW_LINKS);
  }

  @Test
  void closesOnce() throws Exception {
    try (Loopback loopback = Loopback.open()) {
      Fd fd = loopback.fd();
      int number = fd.number();
      assertTrue(fd.isOpen());
      fd.close();
      assertFalse(fd.isOpen());
      assertEquals("", loopback.rest());
      try (Fd next = Loopback.listenerWith(number)) {
        fd.close(); // must not hit whoever has the number now
        assertTrue(open(next.number()));
      }
      assertThrows(IllegalStateException.class, fd::number);
      OsException e = assertThrows(OsException.class, () -> Sockets.read(fd, new byte[1], 0, 1));
      assertEquals(Errno.EBADF, e.errno());
      assertEquals("descriptor " + number, fd.toString());
    }
  }

  @Test
  void givesOwnershipUp() throws Exception {
    Fd fd = Loopback.listener();
    int number = fd.release();
    assertFalse(fd.isOpen());
    fd.close();
    assertTrue(open(number));
    assertThrows(IllegalStateException.class, fd::release);
    try (Fd owner = Fd.of(number)) {
      assertEquals(number, owner.number());
    }
    assertThrows(IllegalStateException.class, () -> closed().release());
  }

  private static Fd closed() throws OsException {
    Fd fd = Loopback.listener();
    fd.close();
    return fd;
  }

  @Test
  void keepsItsNumberWhileACallIsInside() throws Exception {
    Fd fd = Loopback.listener();
    int number = fd.enter();
    fd.close();
    assertFalse(fd.isOpen());
    assertTrue(open(number), "a call is inside");
    assertThrows(OsException.class, fd::enter);
    fd.leave();
    try (Fd next = Loopback.listenerWith(number)) {
      assertEquals(number, next.number());
    }
  }

  @Test
  void refusesNegativeNumbers() {
    assertThrows(IllegalArgumentException.class, () -> Fd.of(-1));
  }

  @Test
  void keepsItsNumberWhileSomebodyHoldsIt() throws Exception {
    Fd fd = Loopback.listener();
    int number = fd.number();
    Fd.Hold first = fd.hold();
    Fd.Hold second = fd.hold();
    fd.close();
    assertFalse(fd.isOpen());
    first.close();
    first.close(); // counts once
    assertTrue(open(number), "the second one still knows the number");
    second.close();
    assertFalse(open(number));
    assertThrows(OsException.class, fd::hold);
  }
}
