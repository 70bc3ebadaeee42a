package org.jxinetd.access.libwrap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Function;

/**
 * What a file says, read again when it has changed. Each question costs a stat(2); changes are seen
 * by modification time, size and inode. A file that was changed less than two seconds before it was
 * read may change once more without a trace, so such a reading is trusted for a second only.
 *
 * <p>Any thread.
 */
final class CachedFile<T> {

  static final int MAX_SIZE = 4 << 20;

  private static final Duration YOUNG = Duration.ofSeconds(2);
  private static final Duration TRUST = Duration.ofSeconds(1);
  private static final Path NULL_DEVICE = Path.of("/dev/null");

  private final Path file;
  private final Meaning<T> meaning;
  private final InstantSource clock;
  private volatile Snapshot<T> snapshot;

  CachedFile(Path file, Meaning<T> meaning, InstantSource clock) {
    this.file = file;
    this.meaning = meaning;
    this.clock = clock;
  }

  /**
   * What each state of the file stands for.
   *
   * @param read of its content, each byte a character
   * @param absent when there is no such file
   * @param unreadable when it is there but cannot be read, for the reason given
   */
  record Meaning<T>(Function<String, T> read, T absent, Function<String, T> unreadable) {}

  private record Stamp(FileTime modified, long size, Object inode) {
    static final Stamp ABSENT = new Stamp(FileTime.fromMillis(0), -1, "");
  }

  private record Snapshot<T>(
      Stamp stamp, Instant readAt, boolean settled, String content, String failure, T value) {}

  T current() {
    Instant now = clock.instant();
    Snapshot<T> last = snapshot;
    if (last != null && last.failure() == null && isFresh(last, now)) {
      return last.value();
    }
    return read(now);
  }

  private boolean isFresh(Snapshot<T> last, Instant now) {
    Duration age = Duration.between(last.readAt(), now);
    boolean trusted = last.settled() || (!age.isNegative() && age.compareTo(TRUST) < 0);
    try {
      return trusted && last.stamp().equals(look());
    } catch (IOException failed) {
      return false;
    }
  }

  private Stamp look() throws IOException {
    try {
      BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
      if (!is.isRegularFile() && !file.toRealPath().equals(NULL_DEVICE)) {
        throw new IOException("it is not a regular file");
      }
      return new Stamp(is.lastModifiedTime(), is.size(), Objects.toString(is.fileKey(), ""));
    } catch (NoSuchFileException absent) {
      return Stamp.ABSENT;
    }
  }

  private synchronized T read(Instant now) {
    Snapshot<T> last = snapshot;
    Snapshot<T> next;
    try {
      Stamp stamp = look(); // before the content: a change in between is seen the next time
      if (stamp.equals(Stamp.ABSENT)) {
        next = new Snapshot<>(stamp, now, true, null, null, meaning.absent());
      } else {
        String content = content();
        boolean same = last != null && content.equals(last.content());
        T value = same ? last.value() : meaning.read().apply(content);
        boolean settled = stamp.modified().toInstant().plus(YOUNG).isBefore(now);
        next = new Snapshot<>(stamp, now, settled, content, null, value);
      }
    } catch (NoSuchFileException goneMeanwhile) {
      next = new Snapshot<>(Stamp.ABSENT, now, true, null, null, meaning.absent());
    } catch (IOException e) {
      String why = Objects.toString(e.getMessage(), e.toString());
      boolean same = last != null && why.equals(last.failure());
      T value = same ? last.value() : meaning.unreadable().apply(why);
      next = new Snapshot<>(Stamp.ABSENT, now, false, null, why, value);
    }
    snapshot = next;
    return next.value();
  }

  private String content() throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(MAX_SIZE + 1);
      if (content.length > MAX_SIZE) {
        throw new IOException("it is larger than " + MAX_SIZE + " bytes");
      }
      return new String(content, StandardCharsets.ISO_8859_1);
    }
  }
}
