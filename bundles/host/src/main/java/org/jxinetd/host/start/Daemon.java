package org.jxinetd.host.start;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jxinetd.api.service.SuperServer;
import org.jxinetd.host.BanFile;
import org.jxinetd.host.Bans;
import org.jxinetd.host.Ledger;
import org.jxinetd.host.Lifecycle;
import org.jxinetd.host.SocketStore;
import org.jxinetd.host.daemonlog.DaemonLog;
import org.jxinetd.host.start.Options.Option;
import org.jxinetd.host.start.SignalTable.Meaning;
import org.jxinetd.linux.OsException;
import org.jxinetd.linux.Self;
import org.jxinetd.linux.Signals;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/**
 * One life of the daemon: log, pid file, framework, signals, exit status. Runs on the main thread;
 * what takes time has a thread of its own, so that SIGTERM is heard meanwhile.
 */
final class Daemon {

  private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);
  private static final Marker CRITICAL = MarkerFactory.getMarker("CRITICAL");
  private static final long STOP_LIMIT_MILLIS = 10_000;
  private static final Duration FAREWELL_LIMIT = Duration.ofSeconds(2);

  /** A daemon in the background that does not serve by then ends: its starter waits. */
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  /** An exit that stops nothing first, as SIGQUIT asks for. */
  private static final int AT_ONCE = -2;

  private final Options options;
  private final List<String> arguments;
  private final Path home;
  private final String version;
  private final Detachment detachment;
  private final boolean background;
  private final Path config;
  private final Optional<PidFile> pidFile;
  private final EventLoop loop = new EventLoop();
  private final Lifecycle lifecycle =
      new Lifecycle(state -> loop.post(() -> configured(state))); // from the engine's thread
  private final ScheduledExecutorService work =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "reload"));
  private boolean served; // main thread
  private Optional<Succession> succession = Optional.empty(); // main thread

  Daemon(
      Options options, List<String> arguments, Path home, String version, Detachment detachment) {
    this.options = options;
    this.arguments = List.copyOf(arguments);
    this.home = home;
    this.version = version;
    this.detachment = detachment;
    this.background = detachment.background();
    this.config = options.path(Option.FILE).orElse(Path.of("/etc/xinetd.conf"));
    this.pidFile = options.path(Option.PIDFILE).map(PidFile::new);
  }

  /**
   * Lives.
   *
   * @return the exit status
   */
  int run() throws IOException, BundleException, InterruptedException {
    openLog();
    for (String word : options.ignored()) {
      LOG.warn("unknown option {} is ignored", word);
    }
    if (!Files.isReadable(config)) {
      LOG.error(
          "open( {} ) failed: {}", config, Files.exists(config) ? "no permission" : "no such file");
      LOG.error(CRITICAL, "couldn't get configuration. Exiting...");
      return 1;
    }
    Self.umask(Self.umask(022) | 022);
    Self.raiseDescriptorLimit();
    Signals signals = Signals.block(SignalTable.TAKEN);
    StateFolder state =
        StateFolder.open(options.path(Option.STATEDIR).orElseGet(StateFolder::byDefault));
    Path cache = state.cache();
    Bans bans = new Bans(new BanFile(state.path().resolve("bans")), Instant.now());
    Ledger ledger = new Ledger(bans);
    Platform.Keep keep = new Platform.Keep(new SocketStore(), ledger, lifecycle);
    try (Succession between = new Succession(keep, pidFile, loop)) {
      succession = Optional.of(between);
      between.begin();
      Map<String, String> properties = properties(state);
      if (between.takesOver()) {
        properties.put("org.jxinetd.takeover", "true");
      }
      Self.changeDirectory("/");
      Platform platform =
          Platform.start(cache, home.resolve("bundles"), properties, between.keep());
      between.started(platform, home, arguments, background);
      int status = serve(platform, ledger, between, signals, state);
      between.ending();
      if (status != AT_ONCE) {
        platform.stop(STOP_LIMIT_MILLIS);
      }
      return Math.max(0, status);
    } finally {
      work.shutdownNow();
      signals.close();
      bans.close();
      StateFolder.delete(cache);
    }
  }

  /** A background daemon logs to syslog unless told otherwise, one in the foreground there. */
  private void openLog() throws IOException {
    DaemonLog log = DaemonLog.get();
    Optional<Path> file = options.path(Option.FILELOG);
    if (options.has(Option.DEBUG)) {
      log.debug(true);
    } else if (file.isPresent()) {
      try {
        log.toFile(file.get());
      } catch (IOException e) {
        String why =
            switch (e) {
              case NoSuchFileException _ -> "No such file or directory";
              case AccessDeniedException _ -> "Permission denied";
              default -> e.getMessage();
            };
        String what = "msg_init failed: can't open log file " + file.get() + ": " + why;
        throw new IOException(what, e);
      }
    } else if (options.has(Option.SYSLOG) || detachment.background()) {
      log.toSyslog(options.get(Option.SYSLOG).orElse("daemon"));
    }
    log.echo(detachment.background());
  }

  private int serve(
      Platform platform, Ledger ledger, Succession between, Signals signals, StateFolder state)
      throws InterruptedException {
    StateDump.Settings settings =
        new StateDump.Settings(version, config, options.number(Option.LIMIT, 0));
    DumpFile dumps = DumpFile.of(options.path(Option.STATEDIR), state.path());
    Orders orders = new Orders(platform.context(), lifecycle, dumps, settings);
    boolean article = options.get(Option.SIGNALS).filter("article"::equals).isPresent();
    SignalTable.follow(
        signals,
        SignalTable.meanings(article, options.has(Option.DEBUG)),
        actions(orders, ledger, between),
        loop);
    int interval = options.number(Option.CONSISTENCY, 0);
    if (interval > 0) {
      var unused =
          work.scheduleWithFixedDelay(
              () -> orders.check(false), interval, interval, TimeUnit.SECONDS);
    }
    if (detachment.background()) {
      var unused =
          work.schedule(() -> loop.post(this::late), START_LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
    return loop.run();
  }

  private Map<Meaning, EventLoop.Action> actions(Orders orders, Ledger ledger, Succession between) {
    Map<Meaning, EventLoop.Action> actions = new EnumMap<>(Meaning.class);
    actions.put(Meaning.RECONFIGURE, () -> later(() -> between.reload(() -> orders.reload(false))));
    actions.put(
        Meaning.RECONFIGURE_SOFTLY, () -> later(() -> between.reload(() -> orders.reload(true))));
    actions.put(Meaning.DUMP, () -> later(orders::dump));
    actions.put(Meaning.CHECK, () -> later(() -> orders.check(true)));
    actions.put(
        Meaning.TERMINATE,
        () -> {
          new Farewell(ledger, orders.find(SuperServer.class)).say(FAREWELL_LIMIT);
          LOG.warn("Exiting...");
          return 0;
        });
    actions.put(Meaning.QUIT, () -> AT_ONCE);
    actions.put(Meaning.INTERRUPT, () -> 1);
    return actions;
  }

  private int later(Runnable task) {
    work.execute(task);
    return EventLoop.STAY;
  }

  /** Word from the engine: the daemon serves, or has nothing to serve. */
  private int configured(Lifecycle.State state) {
    boolean first = !served;
    switch (state) {
      case Lifecycle.State.Unreadable unreadable -> {
        return first ? 1 : EventLoop.STAY;
      }
      case Lifecycle.State.Configured now -> {
        boolean stays = options.has(Option.STAYALIVE) || options.has(Option.DONTFORK);
        if (now.serving() + now.waiting() == 0 && !stays) {
          LOG.error(CRITICAL, first ? "no services. Exiting..." : "No available services. Exiting");
          return 1;
        }
        succession.ifPresent(between -> between.configured(now));
      }
    }
    served = true;
    return first ? ready() : EventLoop.STAY;
  }

  private int ready() {
    try {
      detachment.ready();
      return EventLoop.STAY;
    } catch (OsException e) {
      LOG.error(CRITICAL, "cannot leave the terminal: {}", e.getMessage());
      return 1;
    }
  }

  private int late() {
    if (served) {
      return EventLoop.STAY;
    }
    LOG.error(CRITICAL, "does not serve within {} seconds. Exiting...", START_LIMIT.toSeconds());
    return 1;
  }

  /** What bundles learn of the command line and the tree. */
  private Map<String, String> properties(StateFolder state) throws IOException {
    Map<String, String> p = new HashMap<>();
    p.put("org.jxinetd.version", version);
    p.put("org.jxinetd.config", config.toString());
    p.put("org.jxinetd.debug", Boolean.toString(options.has(Option.DEBUG)));
    p.put("org.jxinetd.watch", Boolean.toString(options.has(Option.WATCH)));
    p.put("org.jxinetd.nolibwrap", Boolean.toString(options.has(Option.NOLIBWRAP)));
    p.put("org.jxinetd.limit", Integer.toString(options.number(Option.LIMIT, 0)));
    p.put("org.jxinetd.logprocs", Integer.toString(options.number(Option.LOGPROCS, 0)));
    p.put("org.jxinetd.statedir", state.path().toString());
    p.put("org.jxinetd.control", control(state).toString());
    if (options.has(Option.INETD_COMPAT)) {
      p.put("org.jxinetd.inetd", "/etc/inetd.conf");
    }
    TrustedPaths trusted = new TrustedPaths(home);
    trusted.helper().ifPresent(path -> p.put("org.jxinetd.helper", path.toString()));
    p.put("felix.cm.pm", "memory");
    p.put("org.jxinetd.bundles", home.resolve("bundles").toString());
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
