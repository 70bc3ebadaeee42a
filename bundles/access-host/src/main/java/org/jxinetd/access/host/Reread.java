package org.jxinetd.access.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the lines of a small system file say, looked at once a second and read again when it has
 * changed. A file that is absent or cannot be read says nothing. Any thread.
 */
final class Reread<T> {

  static final int MAX_BYTES = 8 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(Reread.class);
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private record Stamp(FileTime modified, long size, String inode) {
    static final Stamp NONE = new Stamp(FileTime.fromMillis(0), -1, "");
  }

  private final Path file;
  private final Function<List<String>, T> meaning;
  private final LongSupplier nanoTime;
  private Stamp stamp; // null before the first look
  private long lookedAt;
  private boolean young;
  private T value;

  Reread(Path file, Function<List<String>, T> meaning, LongSupplier nanoTime) {
    this.file = file;
    this.meaning = meaning;
    this.nanoTime = nanoTime;
  }

  synchronized T current() {
    long now = nanoTime.getAsLong();
    if (stamp != null && now - lookedAt < LOOK_NANOS) {
      return value;
    }
    lookedAt = now;
    try {
      Stamp is = look();
      if (!is.equals(stamp) || young) {
        young = System.currentTimeMillis() - is.modified().toMillis() < 2_000;
        value = meaning.apply(lines());
        stamp = is;
      }
    } catch (IOException e) {
      if (!(e instanceof NoSuchFileException) && !Stamp.NONE.equals(stamp)) {
        LOG.warn("cannot read {}: {}; it counts as empty", file, e.getMessage());
      }
      stamp = Stamp.NONE;
      value = meaning.apply(List.of());
    }
    return value;
  }

  private Stamp look() throws IOException {
    BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
    if (!is.isRegularFile() || is.size() > MAX_BYTES) {
      throw new IOException("not a file of at most " + MAX_BYTES + " bytes");
    }
    return new Stamp(is.lastModifiedTime(), is.size(), Objects.toString(is.fileKey(), ""));
  }

  private List<String> lines() throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(MAX_BYTES);
      return new String(content, StandardCharsets.UTF_8).lines().toList();
    }
  }
}
