package org.jxinetd.linux;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The resident launcher of this process, started with the first server and again when it has ended.
 * Where it does not stay, servers are started without it for a while. One for the whole process:
 * bundles that start servers come and go. Any thread.
 */
final class Residence {

  private static final Logger LOG = LoggerFactory.getLogger(Residence.class);
  private static final Map<Path, Residence> ALL = new ConcurrentHashMap<>();

  /** Launchers in a row that ended before they had started anything. */
  private static final int MOST_FAILURES = 3;

  /** Launchers that one start tries: the process that ended may not have been the last to. */
  private static final int TRIES = 3;

  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final Path helper;
  private final Duration patience;
  private volatile LaunchChannel channel; // null before the first start; written under this
  private int failures; // guarded by this
  private long pausedUntil; // System.nanoTime; guarded by this, 0 for never

  /**
   * @param patience after which a launcher has to have answered
   */
  Residence(Path helper, Duration patience) {
    this.helper = helper;
    this.patience = patience;
  }

  /** The one of this process that uses a helper. */
  static Residence of(Path helper) {
    return ALL.computeIfAbsent(helper, path -> new Residence(path, LaunchChannel.PATIENCE));
  }

  /**
   * Has a server started.
   *
   * @param stdio stays open meanwhile
   * @param errors stays open meanwhile
   * @return empty when it was not started and has to be in another way
   * @throws OsException when the system refuses a process, as posix_spawn would tell it
   */
  Optional<Child> start(
      LaunchMessage message, int stdio, int errors, Map<String, String> extraEnvironment)
      throws OsException {
    for (int i = 0; message.fits() && i < TRIES; i++) {
      LaunchChannel to = channel;
      if (to == null || !to.alive()) {
        to = renewed();
      }
      if (to == null) {
        return Optional.empty();
      }
      switch (to.start(message, stdio, errors, extraEnvironment)) {
        case LaunchChannel.Started started -> {
          return Optional.of(started.child());
        }
        case LaunchChannel.Busy busy -> {
          return Optional.empty();
        }
        case LaunchChannel.Lost lost -> LOG.debug("a start is tried again with another launcher");
      }
    }
    return Optional.empty();
  }

  /** The process that starts servers now, for tests. */
  Optional<Child> process() {
    return Optional.ofNullable(channel).filter(LaunchChannel::alive).map(LaunchChannel::process);
  }

  /** Another launcher; null while there is to be none. */
  private synchronized LaunchChannel renewed() {
    LaunchChannel last = channel;
    if (last != null && last.alive()) {
      return last; // another start was faster
    }
    if (pausedUntil != 0 && System.nanoTime() - pausedUntil < 0) {
      return null;
    }
    if (last != null) {
      failures = last.useful() ? 0 : failures + 1;
    }
    try {
      if (failures < MOST_FAILURES) {
        channel = LaunchChannel.open(helper, patience);
        return channel;
      }
      pause("it ends before it starts anything");
    } catch (OsException e) {
      pause(e.getMessage());
    }
    return null;
  }

  private void pause(String why) {
    channel = null;
    failures = MOST_FAILURES - 1; // the next one has one chance
    pausedUntil = System.nanoTime() + PAUSE.toNanos();
    LOG.warn(
        "the resident launcher of servers does not work: {}; each server is started by a helper of"
            + " its own, which is slower, for {} s",
        why,
        PAUSE.toSeconds());
  }
}
