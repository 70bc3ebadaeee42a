package org.jxinetd.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLeaseTest {
  @TempDir Path folder;

  @Test
  void knowsThatAFileIsStillOpenForWriting() throws IOException {
    Path file = folder.resolve("slow");
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write('x');
      out.flush();
      assertEquals(Optional.of(true), FileLease.isBeingWritten(file));
    }
    assertEquals(Optional.of(false), FileLease.isBeingWritten(file));
  }

  @Test
  void leavesAWriterAloneThatComesBehindIt() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    for (int i = 0; i < 200; i++) {
      assertEquals(Optional.of(false), FileLease.isBeingWritten(file));
      Files.writeString(file, "y");
    }
  }

  @Test
  void saysThatAFileIsMissing() {
    OsException missing =
        assertThrows(OsException.class, () -> FileLease.isBeingWritten(folder.resolve("nothing")));
    assertEquals(Errno.ENOENT, missing.errno());
  }
}
