package org.jxinetd.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ChildTest {

  private static Child sleeper(Loopback loopback) throws Exception {
    Command command =
        new Command(
            "/bin/sleep",
            List.of("sleep", "600"),
            List.of(),
            Credentials.UNCHANGED,
            OptionalInt.empty(),
            OptionalInt.empty(),
            List.of());
    Spawner spawner = Spawner.open(Optional.of(LauncherContractTest.helperProgram()));
    return spawner.prepare(command).spawn(loopback.fd().number(), Map.of());
  }

  @Test
  void isEndedByASignal() throws Exception {
    try (Loopback loopback = Loopback.open()) {
      Child child = sleeper(loopback);
      assertTrue(Files.exists(Path.of("/proc/" + child.pid())));
      child.signal(Signals.SIGTERM);
      assertEquals(new Exit.Signaled(Signals.SIGTERM), child.await());
      child.signal(Signals.SIGKILL); // nobody is there any more
      assertFalse(Files.exists(Path.of("/proc/" + child.pid())), "reaped");
      assertEquals(Optional.empty(), child.failure());
    }
  }

  @Test
  void isReapedEvenWhenItsWaiterWasInterrupted() throws Exception {
    try (Loopback loopback = Loopback.open()) {
      Child child = sleeper(loopback);
      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, child::await);
      Path process = Path.of("/proc/" + child.pid());
      assertTrue(Files.exists(process), "goes on");
      child.signal(Signals.SIGKILL);
      long deadline = System.nanoTime() + Loopback.LONGEST;
      while (Files.exists(process)) {
        assertTrue(System.nanoTime() < deadline, "a zombie");
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void isStartedBeforeAnInterruptIsSeen() throws Exception {
    try (Loopback loopback = Loopback.open()) {
      Thread.currentThread().interrupt();
      Child child = sleeper(loopback);
      assertTrue(Thread.interrupted(), "the interrupt is kept");
      child.signal(Signals.SIGKILL);
      assertEquals(new Exit.Signaled(Signals.SIGKILL), child.await());
    }
  }

  @Test
  void isAwaitedForATime() throws Exception {
    try (Loopback loopback = Loopback.open()) {
      Child child = sleeper(loopback);
      assertEquals(Optional.empty(), child.await(Duration.ofMillis(20)));
      child.signal(Signals.SIGTERM);
      assertEquals(
          Optional.of(new Exit.Signaled(Signals.SIGTERM)), child.await(Duration.ofMinutes(1)));
    }
  }
}
