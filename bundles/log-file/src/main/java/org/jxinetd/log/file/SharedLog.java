package org.jxinetd.log.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * One log file: one descriptor and one size account for all the services that name its path. When
 * the file was renamed or removed, a new one is made within a second of writing. Many threads, one
 * at a time.
 */
final class SharedLog {

  private static final long CHECK_EVERY_NANOS = Duration.ofSeconds(1).toNanos();

  /** Opens the file at a path. */
  interface Opener {
    OpenFile open(Path path) throws IOException;
  }

  private final Path path;
  private final Opener opener;
  private final LongSupplier nanoTime;
  private final Logger log;
  private final SizeAccount account;
  private final LineWriter writer = new LineWriter();
  private OpenFile file;
  private long checked;
  private boolean reopenFailed;

  SharedLog(Path path, Opener opener, LongSupplier nanoTime, Logger log) throws IOException {
    this.path = path;
    this.opener = opener;
    this.nanoTime = nanoTime;
    this.log = log;
    this.account = new SizeAccount(path, log);
    this.file = opener.open(path);
    this.checked = nanoTime.getAsLong();
  }

  /** A further service writes here. It gets the file that the path leads to now. */
  synchronized void join(SizeLimit limit) throws IOException {
    if (!file.isCurrent()) {
      replace(opener.open(path));
    }
    long size = file.size();
    account.add(limit);
    account.opened(size);
  }

  /** Closes a log that nobody could join. */
  synchronized void abandon() throws IOException {
    if (account.unused()) {
      file.close();
    }
  }

  /** A service is gone; with the last one the file is closed, and true returned. */
  synchronized boolean leave(SizeLimit limit) throws IOException {
    account.remove(limit);
    if (!account.unused()) {
      return false;
    }
    file.close();
    return true;
  }

  /**
   * Appends lines, each with its line end.
   *
   * @throws IOException when some are lost; says how many
   */
  synchronized void append(List<byte[]> lines) throws IOException {
    if (!file.isOpen() || nanoTime.getAsLong() - checked >= CHECK_EVERY_NANOS) {
      look();
    }
    boolean counts = file.isRegular(); // a device has no size
    int count = counts ? account.admit(lines, writer.owed()) : lines.size();
    if (count == 0) {
      return;
    }
    int written = 0;
    try {
      written = writer.write(file, lines.subList(0, count));
    } catch (LineWriter.Lost lost) {
      written = lost.written();
      throw new IOException(path + ": " + lost.getMessage(), lost);
    } finally {
      if (counts) {
        account.wrote(written);
      }
    }
  }

  /** When the new file cannot be opened, the lines go on into the old one and are not lost. */
  private void look() {
    checked = nanoTime.getAsLong();
    try {
      if (!file.isCurrent()) {
        replace(opener.open(path));
        account.opened(file.size());
      } else {
        account.measured(file.size());
      }
      reopenFailed = false;
    } catch (IOException failure) {
      if (!reopenFailed) {
        log.error("{} cannot be opened again: {}", path, Trouble.text(failure));
        reopenFailed = true;
      }
    }
  }

  private void replace(OpenFile opened) {
    OpenFile old = file;
    file = opened;
    if (!opened.isSameFile(old)) {
      writer.forget();
    }
    try {
      old.close();
    } catch (IOException failure) {
      log.warn("{}: closing the old file failed: {}", path, Trouble.text(failure));
    }
  }
}
