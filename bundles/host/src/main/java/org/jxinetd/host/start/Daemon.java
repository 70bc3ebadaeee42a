package org.jxinetd.host.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jxinetd.api.service.Reloader;
import org.jxinetd.host.BanFile;
import org.jxinetd.host.Bans;
import org.jxinetd.host.Ledger;
import org.jxinetd.host.SocketStore;
import org.jxinetd.host.daemonlog.DaemonLog;
import org.jxinetd.host.start.Options.Option;
import org.jxinetd.linux.Self;
import org.jxinetd.linux.Signals;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MarkerFactory;

/**
 * One life of the daemon: log, pid file, framework, signals, exit status. Runs on the main thread;
 * only the reload of the configuration has a thread of its own, so that SIGTERM is heard meanwhile.
 */
final class Daemon {

  private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);
  private static final long STOP_LIMIT_MILLIS = 10_000;

  private final Options options;
  private final Path home;
  private final String version;
  private final Optional<PidFile> pidFile;
  private final ExecutorService reloads =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "reload"));

  Daemon(Options options, Path home, String version) {
    this.options = options;
    this.home = home;
    this.version = version;
    this.pidFile = options.path(Option.PIDFILE).map(PidFile::new);
  }

  /**
   * Lives.
   *
   * @return the exit status
   */
  int run() throws IOException, BundleException, InterruptedException {
    DaemonLog.get().debug(options.has(Option.DEBUG));
    Optional<Path> log = options.path(Option.FILELOG);
    if (log.isPresent()) {
      openLog(log.get());
    }
    for (String word : options.ignored()) {
      LOG.warn("unknown option {} is ignored", word);
    }
    Path config = options.path(Option.FILE).orElse(Path.of("/etc/xinetd.conf"));
    if (!Files.isReadable(config)) {
      LOG.error(
          "open( {} ) failed: {}", config, Files.exists(config) ? "no permission" : "no such file");
      LOG.error(MarkerFactory.getMarker("CRITICAL"), "couldn't get configuration. Exiting...");
      return 1;
    }
    Self.umask(Self.umask(022) | 022);
    Self.raiseDescriptorLimit();
    Signals signals = Signals.block(BlockedSignals.NUMBERS);
    StateFolder state =
        StateFolder.open(options.path(Option.STATEDIR).orElseGet(StateFolder::byDefault));
    Path cache = state.cache();
    Bans bans = new Bans(new BanFile(state.path().resolve("bans")), Instant.now());
    try {
      if (pidFile.isPresent()) {
        pidFile.get().write();
      }
      Map<String, String> properties = properties(state, config);
      Self.changeDirectory("/");
      Platform platform =
          Platform.start(
              cache, home.resolve("bundles"), properties, new SocketStore(), new Ledger(bans));
      int status = new SignalLoop(actions(platform.context())).run(signals);
      if (status != BlockedSignals.AT_ONCE) {
        platform.stop(STOP_LIMIT_MILLIS);
      }
      return Math.max(0, status);
    } finally {
      reloads.shutdownNow();
      signals.close();
      bans.close();
      StateFolder.delete(cache);
      if (pidFile.isPresent()) {
        pidFile.get().remove();
      }
    }
  }

  private static void openLog(Path file) throws IOException {
    try {
      DaemonLog.get().toFile(file);
    } catch (IOException e) {
      throw new IOException("msg_init failed: can't open log file " + e.getMessage(), e);
    }
  }

  private Map<Integer, SignalLoop.Action> actions(BundleContext context) {
    SignalLoop.Action reload =
        () -> {
          reloads.execute(() -> reload(context));
          return SignalLoop.STAY;
        };
    SignalLoop.Action end =
        () -> {
          LOG.warn("Exiting...");
          return 0;
        };
    Map<Integer, SignalLoop.Action> actions = new HashMap<>();
    actions.put(Signals.SIGHUP, reload);
    actions.put(Signals.SIGUSR2, reload);
    actions.put(Signals.SIGTERM, end);
    actions.put(Signals.SIGQUIT, () -> BlockedSignals.AT_ONCE);
    if (options.has(Option.DEBUG)) {
      actions.put(Signals.SIGINT, () -> 1);
    }
    return actions;
  }

  private static void reload(BundleContext context) {
    ServiceReference<Reloader> reference = context.getServiceReference(Reloader.class);
    Reloader reloader = reference == null ? null : context.getService(reference);
    if (reloader == null) {
      LOG.warn("reconfiguration failed: no front end for configuration files is running");
      return;
    }
    try {
      reloader.reload(false);
    } finally {
      context.ungetService(reference);
    }
  }

  /** What bundles learn of the command line and the tree. */
  private Map<String, String> properties(StateFolder state, Path config) throws IOException {
    Map<String, String> p = new HashMap<>();
    p.put("org.jxinetd.version", version);
    p.put("org.jxinetd.config", config.toString());
    p.put("org.jxinetd.debug", Boolean.toString(options.has(Option.DEBUG)));
    p.put("org.jxinetd.nolibwrap", Boolean.toString(options.has(Option.NOLIBWRAP)));
    p.put("org.jxinetd.limit", Integer.toString(options.number(Option.LIMIT, 0)));
    p.put("org.jxinetd.statedir", state.path().toString());
    p.put("org.jxinetd.control", control(state).toString());
    if (options.has(Option.INETD_COMPAT)) {
      p.put("org.jxinetd.inetd", "/etc/inetd.conf");
    }
    TrustedPaths trusted = new TrustedPaths(home);
    trusted.helper().ifPresent(path -> p.put("org.jxinetd.helper", path.toString()));
    p.put("felix.cm.pm", "memory");
    p.put("org.jxinetd.deploy", home.resolve("deploy").toString());
    p.put("org.jxinetd.deploy.cfg", home.resolve("etc").toString());
    p.put("felix.log.level", "2");
    p.put("gosh.args", "--nointeractive --noshutdown");
    p.put("ds.loglevel", "2");
    return p;
  }

  private Path control(StateFolder state) {
    Path byDefault =
        Self.effectiveUid() == 0 ? Path.of("/run/xinetd/control") : state.path().resolve("control");
    return options.path(Option.CONTROL).orElse(byDefault);
  }
}
