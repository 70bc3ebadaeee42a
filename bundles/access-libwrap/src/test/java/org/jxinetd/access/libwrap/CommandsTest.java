package org.jxinetd.access.libwrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class CommandsTest {

  @TempDir Path folder;

  private String await(String name) throws IOException {
    Path file = folder.resolve(name);
    while (!Files.exists(file) || !Files.readString(file).endsWith("\n")) {
      LockSupport.parkNanos(1_000_000);
    }
    return Files.readString(file).strip();
  }

  @Test
  void aShellRunsTheCommandWithNothingToReadOrSay() throws IOException {
    try (Commands commands = new Commands(Duration.ofSeconds(20))) {
      assertTrue(
          commands.start("echo to nobody; cat; readlink /proc/self/fd/0 > " + folder + "/in"));
      assertEquals("/dev/null", await("in"));
    }
  }

  @Test
  void aCommandThatTakesTooLongIsKilledWithItsChildren() throws IOException {
    try (Commands commands = new Commands(Duration.ofMillis(300))) {
      assertTrue(commands.start("sleep 600 & echo $! > " + folder + "/child; wait; echo > late"));
      long child = Long.parseLong(await("child"));
      Optional<ProcessHandle> process = ProcessHandle.of(child);
      process.ifPresent(running -> running.onExit().join());
      assertFalse(Files.exists(folder.resolve("late")));
    }
  }

  @Test
  void commandsAreBoundedInNumber() throws IOException {
    try (Commands commands = new Commands(Duration.ofSeconds(20))) {
      int started = 0;
      while (started < 1000 && commands.start("exec sleep 600")) {
        started++;
      }
      assertEquals(8 + 64, started);
    }
  }
}
