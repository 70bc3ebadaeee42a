package org.jxinetd.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenFilesTest {

  @TempDir Path folder;

  @Test
  void appendsToAFileOfItsOwn() throws Exception {
    Path file = folder.resolve("errors");
    for (String text : new String[] {"one\n", "two\n"}) {
      try (Fd fd = OpenFiles.append(file)) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        Path link = Path.of("/proc/self/fd/" + fd.number());
        assertEquals(file.toRealPath(), Files.readSymbolicLink(link));
        Files.write(link, bytes, StandardOpenOption.APPEND);
      }
    }
    assertEquals("one\ntwo\n", Files.readString(file));
  }

  @Test
  void followsNoLink() throws Exception {
    Path target = Files.writeString(folder.resolve("target"), "");
    Path link = Files.createSymbolicLink(folder.resolve("link"), target);
    assertThrows(OsException.class, () -> OpenFiles.append(link));
  }

  @Test
  void takesRegularFilesOnlyAndNeverBlocks() throws Exception {
    Path fifo = folder.resolve("fifo");
    assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
    assertThrows(IOException.class, () -> OpenFiles.append(fifo));
    assertThrows(IOException.class, () -> OpenFiles.append(folder));
    assertThrows(IOException.class, () -> OpenFiles.append(Path.of("/dev/null")));
    assertThrows(IOException.class, () -> OpenFiles.append(folder.resolve("no/folder")));
    assertFalse(Files.exists(folder.resolve("no")));
  }
}
