package org.jxinetd.deploy;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.osgi.framework.BundleException;

/**
 * What is being done to the bundles of the folder, one thing at a time for each name. Bundles of
 * ours are waited for; others a moment only, so that one that blocks holds no other file up.
 * Belongs to the deploy thread.
 */
final class Attempts {

  /** Longest wait for a bundle that is not ours in one look. */
  private static final Duration MOMENT = Duration.ofMillis(500);

  private record Pending(Attempt attempt, Consumer<Attempt.Outcome> then) {}

  private final Map<String, Pending> pending = new TreeMap<>();

  /** The names of bundles to which something is being done. */
  Set<String> names() {
    return new TreeSet<>(pending.keySet());
  }

  /** Does something to a bundle of ours and waits for it. */
  void now(Attempt.Work work, Consumer<Attempt.Outcome> then) {
    Attempt.Outcome outcome;
    try {
      outcome = new Attempt.Outcome(work.run(), Optional.empty());
    } catch (BundleException e) {
      outcome = new Attempt.Outcome(Set.of(), Optional.of(Attempt.reason(e)));
    }
    then.accept(outcome);
  }

  /**
   * Does something to a bundle that is not ours.
   *
   * @param tooLate see {@link Attempt}
   * @param then hears how it went: now, or when {@link #isBusy} is asked after it is over
   */
  void begin(String name, Attempt.Work work, Runnable tooLate, Consumer<Attempt.Outcome> then) {
    Attempt attempt = new Attempt(name, work, tooLate, System::nanoTime);
    if (attempt.isOverWithin(MOMENT)) {
      then.accept(attempt.conclude());
    } else {
      pending.put(name, new Pending(attempt, then));
    }
  }

  /** Concludes what is over; true when something goes on still. */
  boolean isBusy(String name) {
    Pending one = pending.get(name);
    if (one == null) {
      return false;
    }
    if (!one.attempt().isOver()) {
      return true;
    }
    pending.remove(name);
    one.then().accept(one.attempt().conclude());
    return pending.containsKey(name);
  }
}
