package org.jxinetd.shell.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jxinetd.host.control.Xinetctl;
import org.jxinetd.shell.command.CommandSet;
import org.jxinetd.shell.command.FakePlatform;

class ControlTest {

  @TempDir Path folder;

  private Control open(String path, String group) {
    return new Control(
        Optional.ofNullable(path),
        Optional.ofNullable(group),
        false,
        CommandSet.standard(new FakePlatform(), Clock.systemUTC()),
        (_, _) -> false);
  }

  private static int ask(Path path) {
    return Xinetctl.run(
        new String[] {"-control", path.toString(), "services"},
        OutputStream.nullOutputStream(),
        OutputStream.nullOutputStream());
  }

  @Test
  void opensTheSocketThatThePropertyNames() {
    Path path = folder.resolve("control");
    Control control = open(path.toString(), null);
    assertTrue(control.isOpen());
    assertEquals(0, ask(path));
    control.close();
    assertFalse(Files.exists(path));
  }

  @Test
  void withoutAPathThereIsNoSocket() {
    Control control = open(null, null);
    assertFalse(control.isOpen());
    control.close();
  }

  @Test
  void aSecondServerRunsWithoutASocketAndTheFirstKeepsIts() {
    Path path = folder.resolve("control");
    Control first = open(path.toString(), null);
    Control second = open(path.toString(), null);
    assertFalse(second.isOpen());
    second.close();
    assertEquals(0, ask(path));
    first.close();
  }

  @Test
  void anUnknownGroupOpensNothing() throws Exception {
    Path path = folder.resolve("control");
    assertFalse(open(path.toString(), "no-such-group-here").isOpen());
    assertFalse(Files.exists(path));
  }

  @Test
  void aPathThatIsNoneOpensNothing() {
    assertFalse(open("a\0b", null).isOpen());
    assertFalse(open("/", null).isOpen());
    assertFalse(open("/proc/no/control", null).isOpen());
  }
}
