package org.jxinetd.host.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DumpFileTest {

  @TempDir Path folder;

  @Test
  void appendsAndLetsEverybodyRead() throws IOException {
    DumpFile file = new DumpFile(folder.resolve("dump"));
    file.append("one\n");
    file.append("two\n");
    assertEquals("one\ntwo\n", Files.readString(file.path()));
    assertEquals(
        "rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())));
  }

  @Test
  void followsNoLink() throws IOException {
    Path target = Files.writeString(folder.resolve("target"), "precious");
    for (Path to : new Path[] {target, folder.resolve("absent")}) {
      Path link = folder.resolve("link-to-" + to.getFileName());
      Files.createSymbolicLink(link, to);
      assertThrows(IOException.class, () -> new DumpFile(link).append("x"));
    }
    assertEquals("precious", Files.readString(target));
    assertEquals(false, Files.exists(folder.resolve("absent")));
  }

  @Test
  void writesToFilesOnly() {
    assertThrows(IOException.class, () -> new DumpFile(folder).append("x"));
  }
}
