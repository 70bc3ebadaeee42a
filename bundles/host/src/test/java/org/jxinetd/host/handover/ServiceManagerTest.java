package org.jxinetd.host.handover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jxinetd.linux.Fd;
import org.jxinetd.linux.LocalSockets;
import org.jxinetd.linux.Poller;
import org.jxinetd.linux.Sockets;

class ServiceManagerTest {
  private static final long LIMIT_NANOS = Duration.ofSeconds(15).toNanos();
  @TempDir Path folder;

  private static String next(Fd receiver) throws Exception {
    assertTrue(Poller.await(receiver, Poller.READ, LIMIT_NANOS), "nothing was told");
    byte[] bytes = new byte[1024];
    int n = Sockets.read(receiver, bytes, 0, bytes.length);
    return new String(bytes, 0, n, StandardCharsets.UTF_8);
  }

  @Test
  void tellsTheManagerWhatItsSocketsNameSays() throws Exception {
    Path path = folder.resolve("notify");
    try (Fd receiver = LocalSockets.openDatagram()) {
      LocalSockets.bind(receiver, path);
      ServiceManager manager = ServiceManager.of(Map.of("NOTIFY_SOCKET", path.toString()), 1);
      manager.ready("3 services");
      assertEquals("READY=1\nSTATUS=3 services", next(receiver));
      manager.reloading();
      assertTrue(next(receiver).matches("RELOADING=1\nMONOTONIC_USEC=[0-9]+"));
      manager.mainPid(17);
      assertEquals("MAINPID=17", next(receiver));
      manager.stopping();
      assertEquals("STOPPING=1", next(receiver));
    }
  }

  @Test
  void givesSignsOfLifeTwiceInTheTime() throws Exception {
    Path path = folder.resolve("notify");
    try (Fd receiver = LocalSockets.openDatagram()) {
      LocalSockets.bind(receiver, path);
      ServiceManager manager =
          ServiceManager.of(
              Map.of(
                  "NOTIFY_SOCKET", path.toString(), "WATCHDOG_USEC", "400000", "WATCHDOG_PID", "9"),
              9);
      assertEquals(Optional.of(Duration.ofMillis(400)), manager.watchdog());
      Watchdog watchdog = Watchdog.start(manager).orElseThrow();
      assertEquals("WATCHDOG=1", next(receiver));
      assertEquals("WATCHDOG=1", next(receiver));
      watchdog.close();
    }
  }

  @Test
  void leavesTheWatchdogOfAnotherProcessAlone() {
    Map<String, String> environment = Map.of("WATCHDOG_USEC", "400000", "WATCHDOG_PID", "8");
    assertEquals(Optional.empty(), ServiceManager.of(environment, 9).watchdog());
    assertEquals(Optional.empty(), ServiceManager.of(Map.of("WATCHDOG_USEC", "x"), 9).watchdog());
  }

  @Test
  void saysNothingWithoutAManager() {
    ServiceManager.of(Map.of(), 1).ready("x");
    ServiceManager.of(Map.of("NOTIFY_SOCKET", "/no/such/socket"), 1).ready("x");
  }
}
