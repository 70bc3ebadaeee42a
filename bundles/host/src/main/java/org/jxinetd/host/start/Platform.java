package org.jxinetd.host.start;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.jxinetd.api.service.CodeInUse;
import org.jxinetd.host.Ledger;
import org.jxinetd.host.Lifecycle;
import org.jxinetd.host.SocketStore;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The OSGi framework with the bundles of the distribution. The packages of api, linux, host, SLF4J
 * and the OSGi log service come from the class path and are exported by the system bundle, so that
 * updating a bundle never touches them.
 */
final class Platform {

  private static final Logger LOG = LoggerFactory.getLogger(Platform.class);

  /** Bundles on the class path whose packages everybody shares. */
  private static final Set<String> SHARED =
      Set.of(
          "org.jxinetd.api",
          "org.jxinetd.linux",
          "org.jxinetd.host",
          "slf4j.api",
          "org.osgi.service.log",
          "org.osgi.util.pushstream");

  /** Bundles that command the server: in a process that takes another's place they come last. */
  private static final String COMMANDING = "org.jxinetd.shell";

  /**
   * The bundle that tells which services there are comes after those that serve them: each service
   * is then made once, and what starts does not look through all of them.
   */
  private static final String TELLING = "org.jxinetd.config";

  private static final int FIRST = 1;
  private static final int LAST = 2;

  private final Framework framework;
  private final List<Bundle> deferred = new ArrayList<>();

  private Platform(Framework framework) {
    this.framework = framework;
  }

  /** What the engine keeps and meets outside its bundle. */
  record Keep(SocketStore store, Ledger ledger, Lifecycle lifecycle) {}

  /**
   * Makes the framework and starts every bundle of a folder.
   *
   * @param properties framework properties, seen by bundles through their context
   * @param keep empty when another process serves still: {@link #open} lets the engine begin, and
   *     {@link #startDeferred} the bundles that command it
   */
  static Platform start(
      Path cache, Path bundles, Map<String, String> properties, Optional<Keep> keep)
      throws IOException, BundleException {
    Map<String, String> all = new HashMap<>(properties);
    all.put(Constants.FRAMEWORK_STORAGE, cache.toString());
    all.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, sharedPackages());
    all.put(Constants.FRAMEWORK_BOOTDELEGATION, "sun.misc");
    all.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, Integer.toString(LAST));
    // a bundle that is replaced stays beside its successor until its last session has ended
    all.put(Constants.FRAMEWORK_BSNVERSION, Constants.FRAMEWORK_BSNVERSION_MULTIPLE);
    FrameworkFactory factory =
        ServiceLoader.load(FrameworkFactory.class, Platform.class.getClassLoader())
            .findFirst()
            .orElseThrow(() -> new IOException("no OSGi framework on the class path"));
    Platform platform = new Platform(factory.newFramework(all));
    platform.framework.init();
    BundleContext context = platform.framework.getBundleContext();
    keep.ifPresent(platform::open);
    DaemonLogListener.follow(context);
    platform.install(bundles, keep.isEmpty());
    platform.framework.start();
    return platform;
  }

  /** Gives the engine what it needs to begin. */
  void open(Keep keep) {
    context().registerService(SocketStore.class, keep.store(), null);
    context()
        .registerService(
            new String[] {Ledger.class.getName(), CodeInUse.class.getName()}, keep.ledger(), null);
    context().registerService(Lifecycle.class, keep.lifecycle(), null);
  }

  /** Starts the bundles that were left out. */
  void startDeferred() {
    deferred.forEach(Platform::start);
    deferred.clear();
  }

  /** What the system bundle exports on top of the JDK: the Export-Package headers as they stand. */
  private static String sharedPackages() throws IOException {
    List<String> exports = new ArrayList<>();
    List<URL> manifests =
        Collections.list(Platform.class.getClassLoader().getResources("META-INF/MANIFEST.MF"));
    for (URL url : manifests) {
      try (InputStream in = url.openStream()) {
        Attributes main = new Manifest(in).getMainAttributes();
        String name = main.getValue(Constants.BUNDLE_SYMBOLICNAME);
        if (name != null && SHARED.contains(name.split(";")[0].strip())) {
          exports.add(main.getValue(Constants.EXPORT_PACKAGE));
        }
      }
    }
    return String.join(",", exports);
  }

  /** By reference: the jars are used where they lie, nothing is copied at the start. */
  private void install(Path folder, boolean defers) throws IOException {
    List<Path> jars;
    try (Stream<Path> list = Files.list(folder)) {
      jars = list.filter(p -> p.toString().endsWith(".jar")).sorted().toList();
    }
    List<Bundle> installed = new ArrayList<>();
    for (Path jar : jars) {
      try {
        Bundle bundle = framework.getBundleContext().installBundle("reference:" + jar.toUri());
        bundle
            .adapt(BundleStartLevel.class)
            .setStartLevel(TELLING.equals(bundle.getSymbolicName()) ? LAST : FIRST);
        installed.add(bundle);
      } catch (BundleException e) {
        fail(jar.getFileName().toString(), e);
      }
    }
    for (Bundle bundle : installed) {
      if (bundle.getHeaders("").get(Constants.FRAGMENT_HOST) != null) {
        continue;
      }
      if (defers && bundle.getSymbolicName().startsWith(COMMANDING)) {
        deferred.add(bundle);
      } else {
        start(bundle);
      }
    }
  }

  private static void start(Bundle bundle) {
    try {
      bundle.start(Bundle.START_ACTIVATION_POLICY);
    } catch (BundleException e) {
      fail(bundle.getSymbolicName(), e);
    }
  }

  private static void fail(String bundle, BundleException e) {
    LOG.error("bundle {} is not used", bundle, e);
  }

  BundleContext context() {
    return framework.getBundleContext();
  }

  /** Stops all bundles and waits for the end, at most so long. */
  void stop(long limitMillis) throws BundleException, InterruptedException {
    framework.stop();
    FrameworkEvent end = framework.waitForStop(limitMillis);
    if (end.getType() == FrameworkEvent.WAIT_TIMEDOUT) {
      LOG.warn("bundles did not stop within {} ms", limitMillis);
    }
  }
}
