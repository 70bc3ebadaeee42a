package org.jxinetd.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfTest {

  private static String status(String key) throws Exception {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith(key + ":"))
        .findFirst()
        .orElseThrow()
        .substring(key.length() + 1)
        .strip();
  }

  @Test
  void knowsWhoItIs() throws Exception {
    assertEquals(status("Uid").split("\\s+")[1], Integer.toUnsignedString(Self.effectiveUid()));
    assertEquals(status("Gid").split("\\s+")[1], Integer.toUnsignedString(Self.effectiveGid()));
  }

  @Test
  void setsTheFileModeMask() throws Exception {
    int before = Self.umask(027);
    try {
      assertEquals("0027", status("Umask"));
    } finally {
      assertEquals(027, Self.umask(before));
    }
  }

  @Test
  void changesItsWorkingDirectory(@TempDir Path folder) throws Exception {
    Path before = Files.readSymbolicLink(Path.of("/proc/self/cwd"));
    try {
      Self.changeDirectory(folder.toString());
      assertEquals(folder.toRealPath(), Files.readSymbolicLink(Path.of("/proc/self/cwd")));
    } finally {
      Self.changeDirectory(before.toString());
    }
    OsException e = assertThrows(OsException.class, () -> Self.changeDirectory(folder + "/absent"));
    assertEquals(Errno.ENOENT, e.errno());
  }

  @Test
  void raisesItsLimitOfDescriptors() throws Exception {
    Self.raiseDescriptorLimit();
    assertEquals(Self.descriptorLimitHard(), Self.descriptorLimit());
    String[] words =
        Files.readAllLines(Path.of("/proc/self/limits")).stream()
            .filter(line -> line.startsWith("Max open files"))
            .findFirst()
            .orElseThrow()
            .split("\\s+");
    assertEquals(words[3], Long.toString(Self.descriptorLimit()));
    assertEquals(words[4], Long.toString(Self.descriptorLimitHard()));
  }

  @Test
  void knowsTheLoadOfTheMachine() throws Exception {
    double kernel = Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
    double load = Self.loadAverage();
    assertTrue(Math.abs(load - kernel) < 1, load + " and " + kernel);
  }
}
