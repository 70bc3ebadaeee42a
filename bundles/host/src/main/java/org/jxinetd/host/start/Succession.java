package org.jxinetd.host.start;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jxinetd.api.service.Reloader;
import org.jxinetd.api.service.Upgrader;
import org.jxinetd.host.Lifecycle;
import org.jxinetd.host.handover.ServiceManager;
import org.jxinetd.host.handover.Takeover;
import org.jxinetd.host.handover.Upgrade;
import org.jxinetd.host.handover.Watchdog;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process between the one before it, the one behind it, and the manager of all of them: who
 * serves, who has the pid file, what the manager is told. The main thread, unless a method says
 * otherwise.
 */
final class Succession implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Succession.class);
  private static final long LIMIT_MILLIS = Duration.ofSeconds(50).toMillis();

  /** Environment variable that tells the start script how the process before stood. */
  private static final String SUCCESSOR = "JXINETD_SUCCESSOR";

  private final Platform.Keep keep;
  private final Optional<PidFile> pidFile;
  private final EventLoop loop;
  private final ServiceManager manager;
  private final Optional<Watchdog> watchdog;
  private final Takeover takeover;
  private final CompletableFuture<Lifecycle.State.Configured> served = new CompletableFuture<>();
  private volatile Lifecycle.State.Configured last = new Lifecycle.State.Configured(0, 0);
  private Optional<Upgrade> upgrade = Optional.empty();

  Succession(Platform.Keep keep, Optional<PidFile> pidFile, EventLoop loop) {
    long pid = ProcessHandle.current().pid();
    this.keep = keep;
    this.pidFile = pidFile;
    this.loop = loop;
    this.takeover = Takeover.of(System.getenv(), pid, keep.store(), keep.ledger());
    this.manager = ServiceManager.of(System.getenv(), pid);
    this.watchdog = Watchdog.start(manager);
  }

  /** Whether another process serves until this one is ready. */
  boolean takesOver() {
    return takeover.hasPredecessor();
  }

  /** What the engine may have from the beginning; nothing while another process serves. */
  Optional<Platform.Keep> keep() {
    return takesOver() ? Optional.empty() : Optional.of(keep);
  }

  /** Writes the pid file, unless it is another process's still. */
  void begin() throws IOException {
    if (pidFile.isPresent() && !takesOver()) {
      pidFile.get().write();
    }
  }

  /**
   * The framework runs: takes over from the process before, and offers to be replaced.
   *
   * @param arguments of the command line
   * @param background whether the terminal was left
   */
  void started(Platform platform, Path home, List<String> arguments, boolean background) {
    String launcher = System.getProperty("jxinetd.launcher", home.resolve("bin/xinetd").toString());
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put(SUCCESSOR, Boolean.toString(background));
    Upgrade.Start start = new Upgrade.Start(Path.of(launcher), arguments, environment);
    Upgrade offered =
        new Upgrade(
            start,
            platform.context(),
            keep.store(),
            keep.ledger(),
            manager,
            () -> loop.post(this::drained));
    upgrade = Optional.of(offered);
    platform.context().registerService(Upgrader.class, offered, null);
    if (takesOver()) {
      Thread.ofPlatform().name("takeover").start(() -> takeOver(platform));
    }
  }

  private int drained() {
    LOG.info("the last session has ended. Exiting...");
    return 0;
  }

  /** On a thread of its own. */
  private void takeOver(Platform platform) {
    try {
      awaitConfiguration(platform);
      takeover.begin();
      platform.open(keep);
      Lifecycle.State.Configured now = served.get(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
      takeover.serving();
      if (pidFile.isPresent()) {
        pidFile.get().write();
      }
      manager.ready(status(now));
      platform.startDeferred();
      takeover.finish();
      LOG.info("took over from the process before");
    } catch (IOException | TimeoutException | ExecutionException e) {
      LOG.error("cannot take over: {}", e.getMessage());
      loop.post(() -> 1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      loop.post(() -> 1);
    }
  }

  /** Everything but the engine must be there, so that clients wait for moments only. */
  private static void awaitConfiguration(Platform platform)
      throws InterruptedException, TimeoutException {
    ServiceTracker<Reloader, Reloader> tracker =
        new ServiceTracker<>(platform.context(), Reloader.class, null);
    tracker.open();
    try {
      if (tracker.waitForService(LIMIT_MILLIS) == null) {
        throw new TimeoutException("nobody reads the configuration");
      }
    } finally {
      tracker.close();
    }
  }

  /** The services are in force, for the first time or again. */
  void configured(Lifecycle.State.Configured now) {
    last = now;
    if (!served.complete(now) || !takesOver()) {
      tellReady(now);
    }
  }

  private void tellReady(Lifecycle.State.Configured now) {
    if (!handedOver()) {
      manager.ready(status(now));
    }
  }

  private static String status(Lifecycle.State.Configured now) {
    return now.serving() + " services serve, " + now.waiting() + " wait";
  }

  /** Has a reload done, and the manager know of it. */
  void reload(Runnable reload) {
    if (handedOver()) {
      LOG.warn("another process serves: it has to be told to read its configuration");
      return;
    }
    manager.reloading();
    try {
      reload.run();
    } finally {
      manager.ready(status(last));
    }
  }

  private boolean handedOver() {
    return upgrade.isPresent() && upgrade.get().handedOver();
  }

  /** The process is about to end. */
  void ending() {
    if (!handedOver()) {
      manager.stopping();
    }
  }

  @Override
  public void close() throws IOException {
    watchdog.ifPresent(Watchdog::close);
    if (pidFile.isPresent()) {
      pidFile.get().remove();
    }
  }
}
