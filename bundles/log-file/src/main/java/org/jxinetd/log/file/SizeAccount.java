package org.jxinetd.log.file;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;

/**
 * Keeps the size of one log within the strictest limits of those who write to it. Beyond the soft
 * limit one warning is due; the line that passes the hard limit is still written whole, then
 * nothing more is. Owned by a {@link SharedLog}.
 */
final class SizeAccount {

  private final Path path;
  private final Logger log;
  private final List<SizeLimit> holders = new ArrayList<>();
  private SizeLimit limit = SizeLimit.NONE;
  private long size;
  private boolean warned;
  private boolean stopped;
  private boolean unrotatable;
  private long suppressed;

  SizeAccount(Path path, Logger log) {
    this.path = path;
    this.log = log;
  }

  void add(SizeLimit holder) {
    holders.add(holder);
    limit = SizeLimit.strictest(holders);
  }

  void remove(SizeLimit holder) {
    holders.remove(holder);
    limit = SizeLimit.strictest(holders);
    if (!holders.isEmpty()) {
      reconsider();
    } else if (stopped) {
      log.warn("Log {} is closed; lines suppressed: {}", path, suppressed);
    }
  }

  /** Whether a new file is due. */
  boolean full() {
    return keep() > 0 && size > limit.soft() && !unrotatable;
  }

  /** How many full files are kept. */
  int keep() {
    return limit.keep();
  }

  /** The file goes on to its hard limit, since it cannot be put aside. */
  void cannotRotate() {
    unrotatable = true;
  }

  boolean unused() {
    return holders.isEmpty();
  }

  /** The file was opened, at this size: whatever was said of it before is forgotten. */
  void opened(long now) {
    size = now;
    warned = false;
    unrotatable = false;
    if (stopped) {
      resume();
    }
  }

  /** The file was looked at: others write to it as well, or cut it. */
  void measured(long now) {
    size = now;
    warned = warned && size > limit.soft();
    reconsider();
  }

  private void reconsider() {
    if (stopped && (!limit.controls() || size <= limit.hard())) {
      resume();
    }
  }

  private void resume() {
    stopped = false;
    log.warn("Log {} goes on; lines suppressed: {}", path, suppressed);
    suppressed = 0;
  }

  /**
   * How many of these lines may be written: up to the one that passes the hard limit. The others
   * count as suppressed.
   *
   * @param owed bytes that go before them
   */
  int admit(List<byte[]> lines, int owed) {
    int count = 0;
    if (!limit.controls()) {
      count = stopped ? 0 : lines.size();
    } else if (!stopped) {
      long grown = size + owed;
      while (count < lines.size() && (count == 0 || grown <= limit.hard())) {
        grown += lines.get(count++).length;
      }
    }
    suppressed += lines.size() - count;
    return count;
  }

  void wrote(int bytes) {
    size += bytes;
    if (!limit.controls()) {
      return;
    }
    if (keep() > 0 && !unrotatable) {
      return;
    }
    if (!warned && size > limit.soft()) {
      warned = true;
      log.warn("Size of {} log exceeded soft limit", path);
    }
    if (!stopped && size > limit.hard()) {
      stopped = true;
      log.error("Size of {} log exceeded hard limit", path);
    }
  }
}
