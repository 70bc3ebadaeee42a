package org.jxinetd.log.file;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineWriterTest {

  @TempDir Path folder;
  private int room;
  private int calls;

  /** A disk with so much room: takes what fits, and fails when nothing does. */
  private final class SmallDisk implements WritableByteChannel {
    private final WritableByteChannel disk;

    SmallDisk(WritableByteChannel disk) {
      this.disk = disk;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
      calls++;
      if (room == 0 && from.hasRemaining()) {
        throw new IOException("No space left on device");
      }
      int taken = Math.min(room, from.remaining());
      ByteBuffer part = from.slice(from.position(), taken);
      while (part.hasRemaining()) {
        disk.write(part);
      }
      from.position(from.position() + taken);
      room -= taken;
      return taken;
    }

    @Override
    public boolean isOpen() {
      return disk.isOpen();
    }

    @Override
    public void close() throws IOException {
      disk.close();
    }
  }

  private OpenFile open(Path path) throws IOException {
    return OpenFile.open(path, SmallDisk::new);
  }

  private static List<byte[]> lines(String... lines) {
    return Stream.of(lines).map(line -> (line + "\n").getBytes(US_ASCII)).toList();
  }

  @Test
  void writesABatchAtOnce() throws IOException {
    Path path = folder.resolve("log");
    room = 100;
    try (OpenFile file = open(path)) {
      assertEquals(12, new LineWriter().write(file, lines("one", "two", "six")));
    }

    assertEquals("one\ntwo\nsix\n", Files.readString(path));
    assertEquals(1, calls);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 5, 7, 8, 10, 11})
  void neverJoinsTwoLinesWhereverTheDiskGetsFull(int fits) throws IOException {
    Path path = folder.resolve("log");
    LineWriter writer = new LineWriter();
    room = fits;
    try (OpenFile file = open(path)) {
      LineWriter.Lost lost =
          assertThrows(LineWriter.Lost.class, () -> writer.write(file, lines("one", "two", "six")));
      assertEquals(fits, lost.written());
      int begun = (fits + 3) / 4; // lines begun are finished later
      assertEquals(3 - begun, lost.lines());

      room = 1; // still too little
      assertThrows(LineWriter.Lost.class, () -> writer.write(file, lines("gone")));
      room = 100;
      writer.write(file, lines("late"));
    }

    List<String> wanted = new ArrayList<>(List.of("one", "two", "six").subList(0, (fits + 3) / 4));
    if (fits % 4 == 0) {
      wanted.add("gone"); // the one byte of room was its first: it was begun
    }
    wanted.add("late");
    assertEquals(wanted, Files.readAllLines(path));
  }

  @Test
  void finishesATornLineThroughTheSharedLogAndLosesNoLaterOne() throws IOException {
    Path path = folder.resolve("log");
    SharedLog log = new SharedLog(path, this::open, new Said().logger());
    log.join(SizeLimit.NONE);
    room = 6;
    IOException full =
        assertThrows(IOException.class, () -> log.append(lines("one", "two", "six")));
    assertEquals(path + ": No space left on device; lines lost: 1", full.getMessage());
    room = 100;
    log.append(lines("ten"));

    assertEquals("one\ntwo\nten\n", Files.readString(path));
    assertTrue(log.leave(SizeLimit.NONE));
  }

  @Test
  void leavesTheEndOfATornLineOutOfANewFile() throws IOException {
    Path path = folder.resolve("log");
    SharedLog log = new SharedLog(path, this::open, new Said().logger());
    log.join(SizeLimit.NONE);
    room = 6;
    assertThrows(IOException.class, () -> log.append(lines("one", "two")));
    Files.move(path, folder.resolve("log.1"));
    room = 100;
    log.append(lines("ten"));

    assertEquals("ten\n", Files.readString(path));
    assertTrue(log.leave(SizeLimit.NONE));
  }
}
