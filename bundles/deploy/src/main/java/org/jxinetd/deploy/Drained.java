package org.jxinetd.deploy;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bundles that are stopped and of no use to anybody new. Each is uninstalled when the last session
 * that runs its code has ended, at the latest after a limit. Belongs to the deploy thread.
 */
final class Drained {

  private static final Logger LOG = LoggerFactory.getLogger(Drained.class);

  /** What runs behind the last session: a log line, a thread that ends. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Map<Bundle, Long> stoppedAtNanos = new LinkedHashMap<>();
  private final LongUnaryOperator sessions;
  private final Duration limit;
  private final LongSupplier nanoTime;

  /**
   * @param sessions how many sessions may still run code of a bundle, by its id
   */
  Drained(LongUnaryOperator sessions, Duration limit, LongSupplier nanoTime) {
    this.sessions = sessions;
    this.limit = limit;
    this.nanoTime = nanoTime;
  }

  void add(Bundle bundle) {
    if (bundle.getState() != Bundle.UNINSTALLED) {
      stoppedAtNanos.putIfAbsent(bundle, nanoTime.getAsLong());
    }
  }

  /** Uninstalls what nobody runs any more. */
  void look() {
    Iterator<Map.Entry<Bundle, Long>> all = stoppedAtNanos.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<Bundle, Long> one = all.next();
      Bundle bundle = one.getKey();
      if (bundle.getState() == Bundle.STARTING
          || bundle.getState() == Bundle.ACTIVE
          || bundle.getState() == Bundle.STOPPING) {
        continue; // its code blocks in there
      }
      long age = nanoTime.getAsLong() - one.getValue();
      if (age < GRACE.toNanos()) {
        continue;
      }
      long left = sessions.applyAsLong(bundle.getBundleId());
      if (left > 0 && age < limit.toNanos()) {
        continue;
      }
      if (left > 0) {
        LOG.warn(
            "bundle {} {} is unloaded after {} minutes although {} uses of it are left",
            bundle.getSymbolicName(),
            bundle.getVersion(),
            limit.toMinutes(),
            left);
      }
      all.remove();
      uninstall(bundle);
    }
  }

  private static void uninstall(Bundle bundle) {
    try {
      if (bundle.getState() != Bundle.UNINSTALLED) {
        bundle.uninstall();
        LOG.info("bundle {} {} is unloaded", bundle.getSymbolicName(), bundle.getVersion());
      }
    } catch (BundleException e) {
      LOG.error("bundle {} cannot be unloaded", bundle.getSymbolicName(), e);
    }
  }
}
