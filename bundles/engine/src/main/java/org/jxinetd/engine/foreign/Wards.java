package org.jxinetd.engine.foreign;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
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

  /** How long the threads of a bundle that was stopped have to end by themselves. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private static final int NAMED = 10;

  private static final List<String> SHARED =
      List.of("java.", "jdk.", "org.jxinetd.api.", "org.jxinetd.engine.", "org.jxinetd.linux.");

  private record Entry(Bundle bundle, Ward ward) {}

  private final Shipped shipped;
  private final Map<Long, Entry> wards = new ConcurrentHashMap<>();
  private final Map<Long, Entry> departed = new ConcurrentHashMap<>(); // until it is unloaded
  private CarrierWatch carriers; // guarded by this; null while all bundles are ours
  private boolean closed; // guarded by this

  /**
   * @param folder where the distribution's own bundles lie; without one, none is ours
   */
  public Wards(BundleContext context, Optional<Path> folder) {
    this.shipped = new Shipped(context, folder);
  }

  /** From now on hears of bundles that start and stop. */
  public void begin(BundleContext context) {
    context.addBundleListener(this);
    for (Bundle bundle : context.getBundles()) {
      if (bundle.getState() == Bundle.ACTIVE && bundle.getSymbolicName() != null) {
        Optional<Ward> unused = ifForeign(bundle);
      }
    }
  }

  /** The ward of a bundle, unless it is one of the distribution's. */
  public Optional<Ward> ifForeign(Bundle bundle) {
    if (shipped.isOurs(bundle)) {
      return Optional.empty();
    }
    watch();
    Entry entry =
        wards.computeIfAbsent(
            bundle.getBundleId(),
            id -> new Entry(bundle, new Ward(bundle.getSymbolicName(), loader(bundle))));
    return Optional.of(entry.ward());
  }

  private synchronized void watch() {
    if (carriers == null && !closed) {
      carriers = new CarrierWatch(this::owner).start();
    }
  }

  /** Ends with the engine; the wards themselves go on as long as somebody is in there. */
  public synchronized void close() {
    closed = true;
    if (carriers != null) {
      carriers.end();
    }
  }

  /** The ward of the bundle that contains one of the classes. */
  private Optional<Ward> owner(Collection<String> classes) {
    return Stream.of(wards, departed)
        .flatMap(map -> map.values().stream())
        .filter(entry -> classes.stream().anyMatch(name -> contains(entry.bundle(), name)))
        .map(Entry::ward)
        .findFirst();
  }

  private static ClassLoader loader(Bundle bundle) {
    BundleWiring wiring = bundle.adapt(BundleWiring.class);
    return wiring == null ? ClassLoader.getSystemClassLoader() : wiring.getClassLoader();
  }

  @Override
  public void bundleChanged(BundleEvent event) {
    Bundle bundle = event.getBundle();
    String name = bundle.getSymbolicName();
    if (name == null) {
      return;
    }
    switch (event.getType()) {
      case BundleEvent.STARTING -> {
        Optional<Ward> unused = ifForeign(bundle); // its activator may start threads already
      }
      case BundleEvent.STOPPED -> stopped(bundle, name);
      case BundleEvent.UNINSTALLED -> departed.remove(bundle.getBundleId());
      default -> {}
    }
  }

  private void stopped(Bundle bundle, String name) {
    Entry entry = wards.remove(bundle.getBundleId());
    if (entry != null) {
      departed.put(bundle.getBundleId(), entry);
      Ward ward = entry.ward();
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
    if (SHARED.stream().anyMatch(className::startsWith)) {
      return false; // nobody's but ours, even if a bundle has a copy
    }
    try {
      return bundle.getEntry(className.replace('.', '/') + ".class") != null;
    } catch (IllegalStateException uninstalled) {
      return false;
    }
  }
}
