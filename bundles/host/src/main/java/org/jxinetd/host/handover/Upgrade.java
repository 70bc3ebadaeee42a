package org.jxinetd.host.handover;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.Reloader;
import org.jxinetd.api.service.Upgrader;
import org.jxinetd.host.Ledger;
import org.jxinetd.host.SocketStore;
import org.jxinetd.linux.Child;
import org.jxinetd.linux.Exit;
import org.jxinetd.linux.Fd;
import org.jxinetd.linux.LocalSockets;
import org.jxinetd.linux.OsException;
import org.jxinetd.linux.Signals;
import org.jxinetd.linux.Successor;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The old process's side of an upgrade. Until the new process says that it serves, every step can
 * be taken back: the engine is started again and finds its sockets where it left them.
 */
public final class Upgrade implements Upgrader {

  private static final Logger LOG = LoggerFactory.getLogger(Upgrade.class);

  /** What must not act in two processes at once, in the order in which it is stopped. */
  private static final List<String> EXCLUSIVE = List.of("org.jxinetd.deploy", "org.jxinetd.engine");

  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration SERVE_LIMIT = Duration.ofSeconds(60);
  private static final Duration COUNT_EVERY = Duration.ofMillis(200);

  /** Time for whoever asked to read the answer before the control socket goes. */
  private static final Duration ANSWER = Duration.ofSeconds(1);

  /**
   * How the new process is started.
   *
   * @param launcher absolute path of the start script
   * @param arguments the daemon's own
   * @param environment the daemon's own, and what tells the script how this process stands
   */
  public record Start(Path launcher, List<String> arguments, Map<String, String> environment) {}

  private final Start start;
  private final BundleContext context;
  private final SocketStore store;
  private final Ledger ledger;
  private final ServiceManager manager;
  private final Runnable drained;
  private final ReentrantLock turn = new ReentrantLock();
  private final List<Bundle> stoppedBundles = new ArrayList<>(); // guarded by turn
  private volatile boolean handedOver;

  /**
   * @param drained told when the last session of this process has ended after a handover
   */
  public Upgrade(
      Start start,
      BundleContext context,
      SocketStore store,
      Ledger ledger,
      ServiceManager manager,
      Runnable drained) {
    this.start = start;
    this.context = context;
    this.store = store;
    this.ledger = ledger;
    this.manager = manager;
    this.drained = drained;
  }

  /** True once another process is the service: this one only ends its sessions. */
  public boolean handedOver() {
    return handedOver;
  }

  @Override
  public Outcome upgrade() throws InterruptedException {
    if (!turn.tryLock()) {
      return new Outcome(false, 0, "an upgrade is under way already");
    }
    try {
      if (handedOver) {
        return new Outcome(false, 0, "this process has handed over already");
      }
      Optional<String> wrong = configurationErrors();
      return wrong.isPresent() ? new Outcome(false, 0, wrong.get()) : attempt();
    } finally {
      turn.unlock();
    }
  }

  /** A service that runs by its last good definition would be lost with this process. */
  private Optional<String> configurationErrors() {
    ServiceReference<Reloader> reference = context.getServiceReference(Reloader.class);
    Reloader reloader = reference == null ? null : context.getService(reference);
    if (reloader == null) {
      return Optional.empty();
    }
    try {
      return reloader.reload(true).problems().stream()
          .filter(problem -> problem.severity() == Problem.Severity.ERROR)
          .findFirst()
          .map(problem -> "the configuration has errors, nothing was done: " + problem);
    } finally {
      context.ungetService(reference);
    }
  }

  private Outcome attempt() throws InterruptedException {
    LOG.info("upgrade: a new process is started");
    List<SocketStore.Held> sockets = store.all();
    Child child;
    Channel channel;
    try {
      LocalSockets.Pair pair = LocalSockets.pair();
      channel = new Channel(pair.one());
      try (Fd other = pair.other()) {
        child = spawn(other, sockets);
      } catch (OsException e) {
        channel.close();
        throw e;
      }
    } catch (OsException e) {
      return new Outcome(false, 0, "the new process cannot be started: " + e.getMessage());
    }
    CompletableFuture<Exit> end = new CompletableFuture<>();
    Thread.ofVirtual().name("successor-" + child.pid()).start(() -> watch(child, end));
    boolean stopped = false;
    try {
      expect(channel, "ready", START_LIMIT);
      stopped = true;
      stopExclusive();
      if (!sameSockets(sockets)) {
        throw new IOException("the services changed meanwhile; try again");
      }
      hand(channel, sockets);
      expect(channel, "serving", SERVE_LIMIT);
    } catch (IOException | TimeoutException | BundleException e) {
      child.signal(Signals.SIGKILL);
      channel.close();
      if (stopped) {
        startExclusive();
      }
      String why = e.getMessage() + how(end);
      LOG.error("upgrade failed: {}; this process goes on", why);
      return new Outcome(false, 0, "the new process does not serve: " + why);
    }
    handedOver = true;
    manager.mainPid(child.pid());
    finish(channel, sockets);
    LOG.info("upgrade: process {} serves; this one ends with its last session", child.pid());
    return new Outcome(true, child.pid(), "process " + child.pid() + " serves");
  }

  private Child spawn(Fd channel, List<SocketStore.Held> sockets)
      throws OsException, InterruptedException {
    List<Fd> passed = new ArrayList<>(List.of(channel));
    StringBuilder names = new StringBuilder(PassedSockets.CHANNEL);
    for (SocketStore.Held held : sockets) {
      passed.add(held.socket());
      names.append(":s");
    }
    List<String> environment = new ArrayList<>();
    start
        .environment()
        .forEach(
            (name, value) -> {
              if (!name.startsWith("LISTEN_")) {
                environment.add(name + "=" + value);
              }
            });
    environment.add("LISTEN_FDS=" + passed.size());
    environment.add("LISTEN_FDNAMES=" + names);
    // only the new process knows its own number, and keeps it through exec
    String script =
        "cd \"$1\" || exit 1; shift; export LISTEN_PID=$$;"
            + " [ -z \"$WATCHDOG_USEC\" ] || export WATCHDOG_PID=$$; exec \"$0\" \"$@\"";
    List<String> command =
        new ArrayList<>(
            List.of(
                "/bin/sh",
                "-c",
                script,
                start.launcher().toString(),
                System.getProperty("user.dir"))); // names on the command line may be relative
    command.addAll(start.arguments());
    return Successor.spawn(command, environment, passed);
  }

  private static void watch(Child child, CompletableFuture<Exit> end) {
    try {
      end.complete(child.await());
    } catch (OsException e) {
      end.completeExceptionally(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String how(CompletableFuture<Exit> end) throws InterruptedException {
    try {
      return " (" + end.get(2, TimeUnit.SECONDS) + ")";
    } catch (ExecutionException | TimeoutException unknown) {
      return "";
    }
  }

  private static void expect(Channel channel, String word, Duration limit)
      throws IOException, InterruptedException, TimeoutException {
    Optional<List<String>> line = channel.receive(limit.toNanos());
    if (line.isEmpty()) {
      throw new IOException("it has ended");
    }
    if (!line.get().getFirst().equals(word)) {
      throw new IOException("it says " + line.get().getFirst() + " in place of " + word);
    }
  }

  private boolean sameSockets(List<SocketStore.Held> before) {
    List<SocketStore.Held> now = store.all();
    return now.size() == before.size()
        && now.stream()
            .allMatch(held -> before.stream().anyMatch(b -> b.socket() == held.socket()));
  }

  private void hand(Channel channel, List<SocketStore.Held> sockets)
      throws IOException, InterruptedException {
    for (SocketStore.Held held : sockets) {
      channel.send(SocketWords.of(held));
    }
    for (List<String> line : Books.all(ledger, Instant.now(), System.nanoTime())) {
      channel.send(line);
    }
    channel.send("go");
  }

  /** The point of no return lies behind: from here on only what is left of this process matters. */
  private void finish(Channel channel, List<SocketStore.Held> sockets) throws InterruptedException {
    try {
      channel.send("yours");
      expect(channel, "done", SERVE_LIMIT);
    } catch (IOException | TimeoutException e) {
      LOG.warn("upgrade: the new process serves, but {}", e.getMessage());
    }
    // the new process has descriptors of its own on the same sockets
    sockets.forEach(held -> held.socket().close());
    Thread.ofPlatform().name("drain").start(() -> drain(channel));
  }

  private void drain(Channel channel) {
    try (channel) {
      Thread.sleep(ANSWER);
      active().stream()
          .filter(bundle -> bundle.getSymbolicName().startsWith("org.jxinetd.shell"))
          .forEach(Upgrade::stop);
      List<List<String>> said = List.of();
      while (ledger.codeUsers() > 0 || ledger.ownPlaces() > 0) {
        List<List<String>> now = Books.counts(ledger);
        if (!now.equals(said)) {
          for (List<String> line : now) {
            channel.send(line);
          }
          said = now;
        }
        Thread.sleep(COUNT_EVERY);
      }
    } catch (IOException e) {
      LOG.warn("the new process does not hear of the sessions here: {}", e.getMessage());
      awaitLast();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      drained.run();
    }
  }

  private void awaitLast() {
    try {
      while (ledger.codeUsers() > 0 || ledger.ownPlaces() > 0) {
        Thread.sleep(COUNT_EVERY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Bundle> active() {
    List<Bundle> active = new ArrayList<>();
    for (Bundle bundle : context.getBundles()) {
      if (bundle.getState() == Bundle.ACTIVE) {
        active.add(bundle);
      }
    }
    return active;
  }

  private void stopExclusive() throws BundleException {
    stoppedBundles.clear();
    for (String name : EXCLUSIVE) {
      for (Bundle bundle : active()) {
        if (bundle.getSymbolicName().equals(name)) {
          stoppedBundles.addFirst(bundle);
          bundle.stop();
        }
      }
    }
  }

  private void startExclusive() {
    for (Bundle bundle : stoppedBundles) {
      try {
        bundle.start(Bundle.START_ACTIVATION_POLICY);
      } catch (BundleException e) {
        LOG.error("bundle {} does not start again", bundle.getSymbolicName(), e);
      }
    }
  }

  private static void stop(Bundle bundle) {
    try {
      bundle.stop();
    } catch (BundleException e) {
      LOG.warn("bundle {} does not stop", bundle.getSymbolicName(), e);
    }
  }
}
