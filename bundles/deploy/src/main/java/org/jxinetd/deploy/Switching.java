package org.jxinetd.deploy;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts one bundle in the place of another. Only bundles that are wired to the old one, because they
 * use its packages, are refreshed; everything else goes on. Belongs to the deploy thread.
 */
final class Switching {

  private static final Logger LOG = LoggerFactory.getLogger(Switching.class);
  private static final long REFRESH_LIMIT_SECONDS = 10;

  private final FrameworkWiring wiring;

  Switching(BundleContext context) {
    this.wiring = context.getBundle(0).adapt(FrameworkWiring.class);
  }

  /** What keeps a bundle from being resolved; empty when it is resolved now. */
  Optional<String> missing(Bundle bundle) {
    if (bundle.getState() != Bundle.INSTALLED || wiring.resolveBundles(List.of(bundle))) {
      return Optional.empty();
    }
    List<String> missing = Missing.of(bundle, wiring);
    return Optional.of(
        missing.isEmpty()
            ? "something that a bundle which it needs lacks itself"
            : String.join(", ", missing));
  }

  /**
   * Stops the old bundle and starts the new one, which is resolved.
   *
   * @return names of the bundles that were refreshed
   * @throws BundleException when the new one does not start; the old one runs again then
   */
  Set<String> replace(Optional<Bundle> old, Bundle next) throws BundleException {
    if (Bundles.isFragment(next)) {
      return refresh(hosts(next));
    }
    if (old.isPresent() && !Bundles.isFragment(old.get())) {
      old.get().stop();
    }
    try {
      next.start(Bundle.START_ACTIVATION_POLICY);
    } catch (BundleException e) {
      stop(next);
      if (old.isPresent() && !Bundles.isFragment(old.get())) {
        old.get().start(Bundle.START_ACTIVATION_POLICY);
      }
      throw e;
    }
    return old.isPresent() && hasDependents(old.get()) ? moveDependents(old.get()) : Set.of();
  }

  Set<String> start(Bundle bundle) throws BundleException {
    bundle.start(Bundle.START_ACTIVATION_POLICY);
    return Set.of();
  }

  /** Users of the old bundle's packages shall use the new one's. */
  private Set<String> moveDependents(Bundle old) throws BundleException {
    Collection<Bundle> concerned = wiring.getDependencyClosure(List.of(old));
    concerned.remove(old);
    old.uninstall();
    return refresh(concerned);
  }

  private static boolean hasDependents(Bundle bundle) {
    BundleWiring now = bundle.adapt(BundleWiring.class);
    List<BundleWire> wires = now == null ? null : now.getProvidedWires(null);
    return wires != null && !wires.isEmpty();
  }

  private static Collection<Bundle> hosts(Bundle fragment) {
    Collection<Bundle> hosts = new ArrayList<>();
    BundleWiring now = fragment.adapt(BundleWiring.class);
    List<BundleWire> wires = now == null ? null : now.getRequiredWires(null);
    if (wires != null) {
      wires.forEach(wire -> hosts.add(wire.getProvider().getBundle()));
    }
    return hosts;
  }

  private Set<String> refresh(Collection<Bundle> bundles) {
    Set<String> names = new TreeSet<>();
    wiring.getDependencyClosure(bundles).forEach(b -> names.add(b.getSymbolicName()));
    CountDownLatch done = new CountDownLatch(1);
    wiring.refreshBundles(bundles, event -> done.countDown());
    try {
      if (!done.await(REFRESH_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("bundles {} were not refreshed within {} s", names, REFRESH_LIMIT_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return names;
  }

  void stop(Bundle bundle) {
    try {
      if (!Bundles.isFragment(bundle)) {
        bundle.stop();
      }
    } catch (BundleException e) {
      LOG.error("bundle {} does not stop properly", bundle.getSymbolicName(), e);
    }
  }

  /** Two versions of a singleton exclude each other: the bundle itself changes. */
  void update(Bundle bundle, InputStream content, Path file) throws BundleException {
    Set<String> names = new TreeSet<>();
    wiring.getDependencyClosure(List.of(bundle)).forEach(b -> names.add(b.getSymbolicName()));
    boolean others = hasDependents(bundle);
    bundle.update(content);
    if (others) {
      refresh(List.of(bundle));
    }
    LOG.info(
        "{}: singleton bundle {} is now version {}; refreshed: {}",
        file,
        bundle.getSymbolicName(),
        bundle.getVersion(),
        String.join(", ", names));
  }
}
