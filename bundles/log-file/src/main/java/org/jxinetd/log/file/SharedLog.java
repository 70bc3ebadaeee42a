package org.jxinetd.log.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jxinetd.api.log.LinesLost;
import org.slf4j.Logger;

/**
 * One log file: one descriptor and one size account for all the services that name its path. When
 * the file was renamed or removed, a new one is made for the next line: whoever renames it need
 * tell nobody. Many threads, one at a time.
 */
final class SharedLog {

  /** Opens the file at a path. */
  interface Opener {
    OpenFile open(Path path) throws IOException;
  }

  private final Path path;
  private final Opener opener;
  private final Logger log;
  private final SizeAccount account;
  private final LineWriter writer = new LineWriter();
  private OpenFile file;
  private boolean reopenFailed;
  private boolean failing;

  SharedLog(Path path, Opener opener, Logger log) throws IOException {
    this.path = path;
    this.opener = opener;
    this.log = log;
    this.account = new SizeAccount(path, log);
    this.file = opener.open(path);
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
   * @throws LinesLost when some are lost
   */
  synchronized void append(List<byte[]> lines) throws IOException {
    look();
    boolean counts = file.isRegular(); // a device has no size
    int count = counts ? account.admit(lines, writer.owed()) : lines.size();
    if (count == 0) {
      return;
    }
    int written = 0;
    try {
      written = writer.write(file, lines.subList(0, count));
      failing = false;
    } catch (LineWriter.Lost lost) {
      written = lost.written();
      failing = true;
      throw new LinesLost(path + ": " + lost.getMessage(), lost.lines(), lost);
    } finally {
      if (counts) {
        account.wrote(written);
      }
    }
    if (counts && account.full()) {
      rotate();
    }
  }

  /** Puts the full file aside as .1, what was .1 as .2 and so on, and begins a new one. */
  private void rotate() {
    try {
      for (int i = account.keep() - 1; i > 0; i--) {
        Path aside = aside(i);
        if (Files.exists(aside, LinkOption.NOFOLLOW_LINKS)) {
          Files.move(aside, aside(i + 1), StandardCopyOption.REPLACE_EXISTING);
        }
      }
      Files.move(path, aside(1), StandardCopyOption.REPLACE_EXISTING);
      replace(opener.open(path));
      account.opened(file.size());
    } catch (IOException failure) {
      account.cannotRotate();
      log.error("{} cannot be rotated: {}", path, Trouble.text(failure));
    }
  }

  private Path aside(int number) {
    return path.resolveSibling(path.getFileName() + "." + number);
  }

  /** Whether the last write lost something. */
  synchronized boolean failing() {
    return failing;
  }

  Path path() {
    return path;
  }

  /** When the new file cannot be opened, the lines go on into the old one and are not lost. */
  private void look() {
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
