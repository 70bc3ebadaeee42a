package org.jxinetd.deploy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jxinetd.linux.FileLease;
import org.jxinetd.linux.OsException;

/**
 * Decides when a file rests: it has looked the same for a while and nobody has it open for writing.
 * Where the kernel cannot say the latter, the while is longer. Belongs to the deploy thread.
 */
final class Settled {

  /** How long a file must look the same. */
  static final Duration REST = Duration.ofMillis(200);

  /** The same where it is not known whether somebody writes. */
  static final Duration LONG_REST = Duration.ofMillis(1200);

  /** Asks whether a file is open for writing; empty when that is not known. */
  interface Writers {
    Optional<Boolean> isBeingWritten(Path file) throws OsException;
  }

  private record Seen(Stamp stamp, long sinceNanos) {}

  private final Map<Path, Seen> seen = new HashMap<>();
  private final Writers writers;
  private final LongSupplier nanoTime;

  Settled() {
    this(FileLease::isBeingWritten, System::nanoTime);
  }

  Settled(Writers writers, LongSupplier nanoTime) {
    this.writers = writers;
    this.nanoTime = nanoTime;
  }

  /**
   * Looks at a file.
   *
   * @param nowMillis the wall clock: a file that was last written long ago rests already
   */
  boolean rests(Path file, Stamp stamp, long nowMillis) {
    long now = nanoTime.getAsLong();
    Seen before = seen.get(file);
    if (before == null || !before.stamp().same(stamp)) {
      before = new Seen(stamp, now);
      seen.put(file, before);
    }
    long quietMillis =
        Math.max((now - before.sinceNanos()) / 1_000_000, nowMillis - stamp.modifiedMillis());
    if (quietMillis < REST.toMillis()) {
      return false;
    }
    try {
      Optional<Boolean> written = writers.isBeingWritten(file);
      return written.isPresent() ? !written.get() : quietMillis >= LONG_REST.toMillis();
    } catch (OsException gone) {
      return false; // it is looked at again as long as it is there
    }
  }

  void forget(Path file) {
    seen.remove(file);
  }
}
