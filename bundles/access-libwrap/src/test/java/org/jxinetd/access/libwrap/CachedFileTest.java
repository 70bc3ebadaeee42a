package org.jxinetd.access.libwrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachedFileTest {

  private static final Instant WRITTEN = Instant.parse("2026-11-23T12:00:00Z");

  @TempDir Path folder;
  private Path path;
  private Instant now = WRITTEN.plusSeconds(60);
  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private CachedFile<String> file;

  @BeforeEach
  void setUp() {
    path = folder.resolve("hosts.deny");
    file = cached(path);
  }

  private CachedFile<String> cached(Path of) {
    return new CachedFile<>(
        of,
        new CachedFile.Meaning<>(
            content -> {
              reads.incrementAndGet();
              return content;
            },
            "absent",
            why -> {
              failures.incrementAndGet();
              return "unreadable: " + why;
            }),
        () -> now);
  }

  private void write(String text, Instant at) throws IOException {
    Files.writeString(path, text);
    Files.setLastModifiedTime(path, FileTime.from(at));
  }

  @Test
  void readsOnceWhileNothingChanges() throws IOException {
    write("a", WRITTEN);
    for (int i = 0; i < 5; i++) {
      assertEquals("a", file.current());
    }
    assertEquals(1, reads.get());
  }

  @Test
  void seesAFileComeChangeAndGo() throws IOException {
    assertEquals("absent", file.current());
    write("a", WRITTEN);
    assertEquals("a", file.current());
    write("b", WRITTEN.plusSeconds(1));
    assertEquals("b", file.current());
    Files.delete(path);
    assertEquals("absent", file.current());
  }

  @Test
  void seesANewSizeWithTheOldTime() throws IOException {
    write("a", WRITTEN);
    assertEquals("a", file.current());
    write("bb", WRITTEN);
    assertEquals("bb", file.current());
  }

  @Test
  void seesAnotherFileInItsPlace() throws IOException {
    write("a", WRITTEN);
    assertEquals("a", file.current());
    Path other = folder.resolve("other");
    Files.writeString(other, "b");
    Files.setLastModifiedTime(other, FileTime.from(WRITTEN));
    Files.move(other, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    assertEquals("b", file.current());
  }

  @Test
  void aFileReadJustAfterItWasWrittenIsReadAgain() throws IOException {
    now = WRITTEN.plusMillis(500);
    write("a", WRITTEN);
    assertEquals("a", file.current());
    write("b", WRITTEN); // same time, same size
    assertEquals("a", file.current());
    now = WRITTEN.plusMillis(1600);
    assertEquals("b", file.current());
  }

  @Test
  void theSameContentIsNotInterpretedAgain() throws IOException {
    write("a", WRITTEN);
    file.current();
    write("a", WRITTEN.plusSeconds(5));
    assertEquals("a", file.current());
    assertEquals(1, reads.get());
  }

  @Test
  void whatIsNoFileIsUnreadableAndSaidOnce() throws IOException {
    Files.createDirectory(path);
    assertEquals("unreadable: it is not a regular file", file.current());
    assertEquals("unreadable: it is not a regular file", file.current());
    assertEquals(1, failures.get());
    Files.delete(path);
    write("a", WRITTEN);
    assertEquals("a", file.current());
  }

  @Test
  void aFileThatIsTooLargeIsUnreadable() throws IOException {
    Files.write(path, new byte[CachedFile.MAX_SIZE + 1]);
    assertTrue(file.current().startsWith("unreadable: it is larger than "));
    Files.write(path, new byte[CachedFile.MAX_SIZE]);
    assertEquals(CachedFile.MAX_SIZE, file.current().length());
  }

  @Test
  void theNullDeviceIsAnEmptyFile() throws IOException {
    Files.createSymbolicLink(path, Path.of("/dev/null"));
    assertEquals("", file.current());
  }
}
