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
import org.jxinetd.linux.Credentials;

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
    try (Commands commands = new Commands(Visits.SPAWNER, Duration.ofSeconds(20))) {
      assertTrue(
          commands.start(
              "echo to nobody; cat; readlink /proc/self/fd/0 > " + folder + "/in",
              Credentials.UNCHANGED));
      assertEquals("/dev/null", await("in"));
    }
  }

  @Test
  void aCommandThatTakesTooLongIsKilledWithItsChildren() throws IOException {
    try (Commands commands = new Commands(Visits.SPAWNER, Duration.ofMillis(300))) {
      assertTrue(
          commands.start(
              "sleep 600 & echo $! > " + folder + "/child; wait; echo > " + folder + "/late",
              Credentials.UNCHANGED));
      long child = Long.parseLong(await("child"));
      Optional<ProcessHandle> process = ProcessHandle.of(child);
      process.ifPresent(running -> running.onExit().join());
      assertFalse(Files.exists(folder.resolve("late")));
    }
  }

  @Test
  void commandsAreBoundedInNumber() throws IOException {
    try (Commands commands = new Commands(Visits.SPAWNER, Duration.ofSeconds(20))) {
      int started = 0;
      while (started < 1000 && commands.start("exec sleep 600", Credentials.UNCHANGED)) {
        started++;
      }
      assertEquals(8 + 64, started);
    }
  }

  @Test
  void aCommandThatIsWaitedForTellsHowItEnded() {
    try (Commands commands = new Commands(Visits.SPAWNER, Duration.ofSeconds(20))) {
      Duration patience = Duration.ofSeconds(20);
      assertEquals(Optional.of(true), commands.ask("exit 0", Credentials.UNCHANGED, patience));
      assertEquals(Optional.of(false), commands.ask("exit 1", Credentials.UNCHANGED, patience));
      assertEquals(Optional.of(false), commands.ask("kill -9 $$", Credentials.UNCHANGED, patience));
      assertEquals(
          Optional.empty(),
          commands.ask("sleep 600", Credentials.UNCHANGED, Duration.ofMillis(200)));
    }
  }

  @Test
  void aCommandRunsAsTheUserOfTheService() throws IOException {
    Files.setPosixFilePermissions(
        folder, java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx"));
    Credentials nobody =
        new Credentials(
            java.util.OptionalInt.of(65_534),
            java.util.OptionalInt.of(65_534),
            Optional.of(java.util.List.of()));
    try (Commands commands = new Commands(Visits.SPAWNER, Duration.ofSeconds(20))) {
      assertTrue(commands.start("echo $(id -u):$(id -G) > " + folder + "/who", nobody));
      assertEquals("65534:65534", await("who"));
    }
  }
}
