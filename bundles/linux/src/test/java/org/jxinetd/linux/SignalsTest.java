package org.jxinetd.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SignalsTest {

  /** Directs a signal to the calling thread, where it is blocked: other threads would die of it. */
  private static void raise(int number) throws Exception {
    String thread = Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName().toString();
    int pid = Math.toIntExact(ProcessHandle.current().pid());
    assertEquals(0, Native.tgkill(pid, Integer.parseInt(thread), number));
  }

  @Test
  void takesSignalsInsteadOfDyingOfThem() throws Exception {
    FutureTask<Integer> task =
        new FutureTask<>(
            () -> {
              try (Signals signals = Signals.block(Set.of(Signals.SIGUSR1, 64))) {
                raise(Signals.SIGUSR1);
                int first = signals.take();
                raise(64);
                return first * 100 + signals.take();
              }
            });
    Thread thread = new Thread(task); // with its own signal mask
    thread.start();
    assertEquals(1064, task.get(20, TimeUnit.SECONDS));
    thread.join();
  }

  @Test
  void endsAWaiterWhenClosed() throws Exception {
    FutureTask<Integer> task;
    Thread thread;
    try (Signals signals = Signals.block(Set.of(63))) {
      task = new FutureTask<>(signals::take);
      thread = Thread.ofPlatform().start(task);
      while (thread.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }
    Exception e = assertThrows(Exception.class, () -> task.get(20, TimeUnit.SECONDS));
    assertEquals(Errno.EBADF, ((OsException) e.getCause()).errno());
    thread.join();
  }

  @Test
  void refusesNumbersThatAreNoSignals() {
    for (int bad : new int[] {0, -1, 65}) {
      assertThrows(IllegalArgumentException.class, () -> Signals.block(Set.of(bad)));
    }
  }
}
