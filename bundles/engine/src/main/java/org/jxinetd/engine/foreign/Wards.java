package org.jxinetd.engine.foreign;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.wiring.BundleWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The wards of all bundles that are not ours, each as long as its bundle runs: a bundle that is
 * started anew begins with a clean record. When one stops, its sessions go on with the code that
 * they began with until that is unloaded; the threads that it leaves behind are named in the log.
 * Any thread.
 */
public final class Wards implements SynchronousBundleListener {

  private static final Logger LOG = LoggerFactory.getLogger(Wards.class);

  /** Symbolic names of the bundles that are known not to block. */
  private static final String OURS = "org.jxinetd.";

  /** How long the threads of a bundle that was stopped have to end by themselves. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private static final int NAMED = 10;

  private final Map<Long, Ward> wards = new ConcurrentHashMap<>();

  /** Whether a bundle is one of the distribution's, by its symbolic name. */
  public static boolean isOurs(String bundle) {
    return bundle.startsWith(OURS);
  }

  /** The ward of a bundle that runs and is not ours. */
  Ward of(Bundle bundle) {
    return wards.computeIfAbsent(
        bundle.getBundleId(), id -> new Ward(bundle.getSymbolicName(), loader(bundle)));
  }

  /** The ward of a bundle, unless it is ours. */
  public Optional<Ward> ifForeign(Bundle bundle) {
    return isOurs(bundle.getSymbolicName()) ? Optional.empty() : Optional.of(of(bundle));
  }

  private static ClassLoader loader(Bundle bundle) {
    BundleWiring wiring = bundle.adapt(BundleWiring.class);
    return wiring == null ? ClassLoader.getSystemClassLoader() : wiring.getClassLoader();
  }

  @Override
  public void bundleChanged(BundleEvent event) {
    Bundle bundle = event.getBundle();
    String name = bundle.getSymbolicName();
    if (event.getType() != BundleEvent.STOPPED || name == null) {
      return;
    }
    Ward ward = wards.remove(bundle.getBundleId());
    if (ward != null) {
      long modified = bundle.getLastModified();
      Thread.ofVirtual().name("departure of " + name).start(() -> depart(bundle, modified, ward));
    }
  }

  private static void depart(Bundle bundle, long modified, Ward ward) {
    try {
      Thread.sleep(GRACE);
      while (ward.visits() > 0) {
        boolean unloaded =
            bundle.getState() == Bundle.UNINSTALLED || bundle.getLastModified() != modified;
        if (unloaded) {
          ward.endVisits();
        }
        Thread.sleep(GRACE);
      }
      sayLeftBehind(bundle, ward);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void sayLeftBehind(Bundle bundle, Ward ward) {
    List<Thread> left = ward.leftBehind(name -> contains(bundle, name));
    if (!left.isEmpty()) {
      List<String> names = left.stream().map(Thread::getName).sorted().limit(NAMED).toList();
      LOG.error(
          "bundle {} has left {} {} behind when it stopped: {}{}",
          ward.bundle(),
          left.size(),
          left.size() == 1 ? "thread" : "threads",
          String.join(", ", names),
          left.size() > NAMED ? ", …" : "");
    }
  }

  private static boolean contains(Bundle bundle, String className) {
    if (className.startsWith("java.") || className.startsWith("jdk.")) {
      return false;
    }
    try {
      return bundle.getEntry(className.replace('.', '/') + ".class") != null;
    } catch (IllegalStateException uninstalled) {
      return false;
    }
  }
}
