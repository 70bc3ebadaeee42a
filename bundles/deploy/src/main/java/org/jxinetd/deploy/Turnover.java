package org.jxinetd.deploy;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts, stops and updates the bundles of the folder, and says how it went. What has failed is not
 * tried again until {@link #forget}. Belongs to the deploy thread.
 */
final class Turnover {

  private static final Logger LOG = LoggerFactory.getLogger(Turnover.class);

  private final Switching switching;
  private final Attempts attempts = new Attempts();
  private final Set<Long> failed = ConcurrentHashMap.newKeySet(); // read by late attempts as well
  private final Set<Long> stuck = new HashSet<>(); // given up in a start or a stop
  private final Map<Long, String> said = new HashMap<>();

  /** A new version of a singleton, which takes the place of the old one in the same bundle. */
  record Update(Bundle bundle, byte[] content, Path file) {}

  Turnover(Switching switching) {
    this.switching = switching;
  }

  /** Names of bundles to which something is being done. */
  Set<String> busy() {
    return attempts.names();
  }

  boolean isBusy(String name) {
    return attempts.isBusy(name);
  }

  /** It did not start. */
  boolean failed(Bundle bundle) {
    return failed.contains(bundle.getBundleId());
  }

  /** Its code goes on in a start or a stop that was given up: it does not count as running. */
  boolean stuck(Bundle bundle) {
    return stuck.contains(bundle.getBundleId());
  }

  /** Nobody wants the bundle any more. */
  void forget(Bundle bundle) {
    failed.remove(bundle.getBundleId());
    said.remove(bundle.getBundleId());
  }

  /** Runs code of a bundle: at once when it is ours, with a deadline when it is not. */
  private void attempt(
      boolean foreign,
      Bundle bundle,
      Attempt.Work work,
      Runnable tooLate,
      Consumer<Attempt.Outcome> then) {
    if (foreign) {
      attempts.begin(bundle.getSymbolicName(), work, tooLate, then);
    } else {
      attempts.now(work, then);
    }
  }

  /** Stops a bundle that nothing takes the place of. */
  void remove(boolean foreign, Bundle bundle, Runnable then) {
    LOG.info("bundle {} is removed", label(bundle));
    attempt(
        foreign,
        bundle,
        () -> {
          switching.stop(bundle);
          return Set.of();
        },
        () -> {},
        outcome -> {
          outcome.failure().ifPresent(why -> notStopped(bundle, why));
          then.run();
        });
  }

  private void notStopped(Bundle bundle, String why) {
    stuck.add(bundle.getBundleId());
    LOG.error("bundle {} does not stop: {}; it is left alone", label(bundle), why);
  }

  /** Updates a bundle that is not ours in its place. */
  void update(Update update) {
    Bundle bundle = update.bundle();
    attempts.begin(
        bundle.getSymbolicName(),
        () -> {
          switching.update(bundle, new ByteArrayInputStream(update.content()), update.file());
          return Set.of();
        },
        () -> switching.stop(bundle),
        outcome ->
            outcome
                .failure()
                .ifPresent(
                    why -> {
                      failed.add(bundle.getBundleId());
                      LOG.error(
                          "{}: bundle {} is not updated: {}; it is quarantined",
                          update.file(),
                          label(bundle),
                          why);
                    }));
  }

  /**
   * Puts a bundle into the place of another.
   *
   * @param from the file, for messages
   * @param then run when it has started
   */
  void start(String from, boolean foreign, Bundle target, Optional<Bundle> current, Runnable then) {
    Optional<String> missing = switching.missing(target);
    if (missing.isPresent()) {
      String consequence =
          current
              .map(c -> "version " + c.getVersion() + " goes on")
              .orElse("it starts when that is there");
      if (!missing.get().equals(said.put(target.getBundleId(), missing.get()))) {
        LOG.error("{}bundle {} lacks {}; {}", from, label(target), missing.get(), consequence);
      }
      return;
    }
    attempt(
        foreign,
        target,
        () -> switching.replace(current, target),
        () -> {
          if (failed(target)) {
            switching.stop(target);
          }
        },
        outcome -> {
          if (outcome.failure().isPresent()) {
            notStarted(from, target, current, outcome.failure().get());
            return;
          }
          said.remove(target.getBundleId());
          LOG.info(
              "{}bundle {} is live{}; refreshed: {}",
              from,
              label(target),
              current.map(c -> " in place of " + c.getVersion()).orElse(""),
              outcome.refreshed().isEmpty() ? "none" : String.join(", ", outcome.refreshed()));
          then.run();
        });
  }

  private void notStarted(String from, Bundle target, Optional<Bundle> current, String why) {
    if (current.isPresent() && current.get().getState() == Bundle.STOPPING) {
      notStopped(current.get(), why); // the other one is started without waiting for it
      return;
    }
    failed.add(target.getBundleId());
    boolean goesOn = target.getState() == Bundle.STARTING || target.getState() == Bundle.ACTIVE;
    LOG.error(
        "{}bundle {} does not start: {}; {}{}",
        from,
        label(target),
        why,
        goesOn ? "it is quarantined; " : "",
        current.map(c -> "version " + c.getVersion() + " goes on").orElse("it is not used"));
    if (goesOn) {
      abandon(target);
      current.ifPresent(this::restore);
    }
  }

  /** A component of a bundle blocks; others of its may be in use. */
  private void abandon(Bundle bundle) {
    stuck.add(bundle.getBundleId());
    if (bundle.getState() == Bundle.ACTIVE) {
      Thread.ofPlatform()
          .daemon()
          .name("stop of " + bundle.getSymbolicName())
          .start(() -> switching.stop(bundle));
    }
  }

  private void restore(Bundle before) {
    attempts.begin(
        before.getSymbolicName(),
        () -> switching.start(before),
        () -> switching.stop(before),
        outcome ->
            outcome
                .failure()
                .ifPresent(why -> LOG.error("bundle {} does not start: {}", label(before), why)));
  }

  private static String label(Bundle bundle) {
    return bundle.getSymbolicName() + " " + bundle.getVersion();
  }
}
