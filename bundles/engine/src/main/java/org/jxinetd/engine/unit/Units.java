package org.jxinetd.engine.unit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jxinetd.api.service.Inspection;
import org.jxinetd.api.service.ServiceCompiler;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.ServiceState;
import org.jxinetd.api.service.SuperServer;
import org.jxinetd.engine.flow.Surroundings;
import org.jxinetd.engine.flow.Switchboard;
import org.jxinetd.host.Account;
import org.jxinetd.host.Bans;
import org.jxinetd.host.Lifecycle;
import org.jxinetd.host.LiveSession;
import org.jxinetd.host.SocketStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/**
 * All services at run time. Changes arrive from Config Admin, from providers that come and go, and
 * from the framework's start; they are applied on the control thread, a generation as a whole, so
 * that services can swap ports.
 */
public final class Units implements Switchboard {

  private static final Logger LOG = LoggerFactory.getLogger(Units.class);
  private static final Marker NOTICE = MarkerFactory.getMarker("NOTICE");

  /** How long a server of a removed service has between SIGTERM and SIGKILL. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** From so many services on, what their start leaves behind is worth a collection. */
  private static final int MANY = 1_000;

  private static final Duration SWEEP = Duration.ofSeconds(60);
  private static final int SIGTERM = 15;
  private static final int SIGKILL = 9;

  private final PlanCompiler compiler;
  private final SocketStore store;
  private final Surroundings shared;
  private final Control control;
  private final Providers providers;
  private final Observers observers;
  private final Lifecycle lifecycle;
  private final String version;

  // control thread
  private final Configurations configurations = new Configurations();
  private Map<String, ServiceUnit> units = new LinkedHashMap<>();
  private boolean frameworkStarted;
  private boolean generationOpen;
  private boolean marked; // whether Config Admin has said which services belong to a generation
  private boolean appliedOnce;
  private Set<SocketStore.Key> spared = Set.of(); // an earlier engine's, not claimed yet
  private boolean everApplied;
  private long committed;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition applied = lock.newCondition();
  private volatile List<ServiceUnit> snapshot = List.of();
  private volatile boolean closed;
  private long generation; // guarded by lock

  public Units(
      PlanCompiler compiler,
      SocketStore store,
      Surroundings shared,
      Control control,
      Providers providers,
      Observers observers,
      Lifecycle lifecycle,
      String version) {
    this.compiler = compiler;
    this.store = store;
    this.shared = shared;
    this.control = control;
    this.providers = providers;
    this.observers = observers;
    this.lifecycle = lifecycle;
    this.version = version;
    control.later(SWEEP, this::sweepBans);
  }

  /** Takes the bans that are over off the list; they have not counted any more since their end. */
  private void sweepBans() {
    Bans bans = shared.ledger().bans();
    if (bans.expire(shared.clock().instant()) > 0) {
      LOG.info("At least 1 DENY_TIME has expired, global_no_access list updated");
      if (bans.isEmpty()) {
        LOG.info("global_no_access list is empty.");
      }
    }
    control.later(SWEEP, this::sweepBans);
  }

  // ---- what arrives, on any thread

  public void put(String pid, Map<String, Object> properties) {
    control.execute(
        () -> {
          configurations.put(pid, properties);
          afterChange();
        });
  }

  public void delete(String pid) {
    control.execute(
        () -> {
          configurations.remove(pid);
          afterChange();
        });
  }

  public void generationOpened() {
    control.execute(
        () -> {
          marked = true;
          generationOpen = true;
        });
  }

  /** No front end has published a generation so far: single configurations are all there is. */
  public void noGeneration() {
    control.execute(
        () -> {
          marked = true;
          afterChange();
        });
  }

  /** A generation is complete; the PIDs are all of its services. */
  public void generationCommitted(long number, List<String> pids) {
    control.execute(
        () -> {
          marked = true;
          generationOpen = false;
          committed = number;
          configurations.generation(pids);
          configurations.recompileForeign();
          afterChange();
        });
  }

  /** The front end could not read its files at the start. */
  public void unreadable(String why) {
    control.execute(() -> lifecycle.tell(new Lifecycle.State.Unreadable(why)));
  }

  public void compilerChanged(Optional<ServiceCompiler> now) {
    control.execute(
        () -> {
          configurations.compiler(now);
          afterChange();
        });
  }

  /** The framework is up: from now on changes are applied as they come. */
  public void started() {
    control.execute(
        () -> {
          frameworkStarted = true;
          afterChange();
        });
  }

  public void providerCame(Provided<?> provided) {
    providers.add(provided);
    shared.ledger().owned(provided.attributes());
    control.execute(
        () -> {
          if (ready()) {
            for (ServiceUnit unit : units.values()) {
              if (!(unit.state() instanceof ServiceState.Listening)
                  || compiler.concerns(unit.service(), provided)) {
                unit.apply(unit.service());
              }
            }
          }
        });
  }

  /**
   * Takes a provider out of service at once; units that use it wait for another.
   *
   * @param ending the whole daemon ends, so that waiting makes no sense
   */
  public void providerWent(Object service, boolean ending) {
    if (closed) {
      return; // the engine goes, the provider stays: sessions that run may go on by it
    }
    Optional<Provided<?>> provided = providers.remove(service);
    if (provided.isEmpty() || ending) {
      return;
    }
    control.execute(
        () -> {
          for (ServiceUnit unit : units.values()) {
            if (unit.uses(provided.get())) {
              unit.apply(unit.service());
            }
          }
        });
  }

  // ---- the control thread

  /**
   * An engine that takes over from another one begins when it knows all services and can read them:
   * sockets that nobody asks for are closed.
   */
  private boolean ready() {
    return frameworkStarted
        && marked
        && !generationOpen
        && configurations.complete()
        && (appliedOnce || configurations.readable());
  }

  private void afterChange() {
    if (ready()) {
      applyAll();
    }
  }

  private void applyAll() {
    Map<String, ServiceSpec> wanted = configurations.wanted();
    List<ServiceUnit> dropped = new ArrayList<>();
    int old = 0;
    for (ServiceUnit unit : units.values()) {
      ServiceSpec next = wanted.get(unit.service().pid());
      if (next == null) {
        unit.stop();
        dropped.add(unit);
      } else {
        old++;
        if (!unit.keepsSocket(next)) {
          unit.leaveSocket();
        }
      }
    }
    Map<String, ServiceUnit> now = new LinkedHashMap<>();
    int added = start(wanted, now);
    units = now;
    snapshot = List.copyOf(now.values());
    closeUnclaimed();
    dropped.forEach(this::end);
    report(added, old, dropped.size());
    lock.lock();
    try {
      generation = committed;
      applied.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The sockets of an earlier engine are kept for a while: its services may come one by one. */
  private void closeUnclaimed() {
    if (!appliedOnce) {
      appliedOnce = true;
      spared = store.parked();
      control.later(ServiceUnit.HOLD, this::closeSpared);
    }
    store.closeUnclaimed(spared);
  }

  private void closeSpared() {
    spared = Set.of();
    for (SocketStore.Held held : store.closeUnclaimed(spared)) {
      LOG.warn(
          "socket {} {} port {} belongs to no service and is closed",
          held.name(),
          held.key().address(),
          held.key().port());
    }
  }

  /** Brings every wanted service into force; returns how many are new. */
  private int start(Map<String, ServiceSpec> wanted, Map<String, ServiceUnit> now) {
    int added = 0;
    for (ServiceSpec service : wanted.values()) {
      ServiceUnit unit = units.get(service.pid());
      if (unit == null) {
        unit = new ServiceUnit(service, compiler, store, shared, control, observers, this);
        unit.apply(service);
        added++;
      } else if (unit.service() != service || !serves(unit)) {
        if (everApplied && !unit.service().sameAs(service)) {
          LOG.info(NOTICE, "readjusting service {}", service.id());
        }
        unit.apply(service);
      }
      now.put(service.pid(), unit);
    }
    return added;
  }

  private static boolean serves(ServiceUnit unit) {
    return unit.state() instanceof ServiceState.Listening
        || unit.state() instanceof ServiceState.Suspended;
  }

  private void report(int added, int old, int dropped) {
    boolean first = !everApplied;
    if (first && committed == 0) {
      return; // nothing but single configurations so far
    }
    everApplied = true;
    int available =
        (int)
            units.values().stream()
                .filter(unit -> serves(unit) && !ServiceUnit.muxed(unit.service()))
                .count();
    int waiting =
        (int)
            units.values().stream().filter(u -> u.state() instanceof ServiceState.Waiting).count();
    if (first) {
      LOG.info(NOTICE, "{} started with libwrap loadavg options compiled in.", version);
      LOG.info(
          NOTICE,
          "Started working: {} available {}",
          available,
          available == 1 ? "service" : "services");
      if (units.size() >= MANY) {
        // what reading them took would stay the daemon's for good: a heap shrinks at this only
        System.gc();
      }
    } else if (generation != committed) {
      LOG.info(NOTICE, "Reconfigured: new={} old={} dropped={} (services)", added, old, dropped);
    }
    lifecycle.tell(new Lifecycle.State.Configured(available, waiting));
  }

  /** Ends the servers of a service that is gone: asked first, killed after a grace period. */
  private void end(ServiceUnit unit) {
    String pid = unit.service().pid();
    LOG.info(NOTICE, "service {} deactivated", unit.service().id());
    if (lifecycle.sparing()) {
      return; // a soft reconfiguration: they end by themselves
    }
    signal(pid, SIGTERM);
    control.later(
        GRACE,
        () -> {
          if (!units.containsKey(pid)) {
            signal(pid, SIGKILL);
          }
          shared.ledger().forget(pid);
        });
  }

  private void signal(String pid, int signal) {
    for (LiveSession session : shared.ledger().sessions(pid)) {
      LOG.warn(
          "Sending signal {} to {} server {}", signal, session.serviceId(), session.server().pid());
      if (signal == SIGTERM) {
        session.server().terminate();
      } else {
        session.server().kill();
      }
    }
  }

  /** Parks all sockets for the next engine, and ends the control thread. */
  public void close() {
    closed = true;
    control.close(() -> units.values().forEach(ServiceUnit::retire));
  }

  // ---- what others may see, on any thread

  /** Only services without a socket of their own can be reached this way. */
  @Override
  public Optional<Line> connect(String service) throws InterruptedException {
    for (ServiceUnit unit : snapshot) {
      if (unit.service().pid().equals(service) && ServiceUnit.muxed(unit.service())) {
        return unit.line();
      }
    }
    return Optional.empty();
  }

  /** The units in the order of the configuration. */
  List<ServiceUnit> all() {
    return snapshot;
  }

  /**
   * Waits until a generation is in force.
   *
   * @return false when that did not happen in time
   */
  public boolean await(long number, Duration limit) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = limit.toNanos();
      while (generation < number) {
        if (left <= 0) {
          return false;
        }
        left = applied.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** A service by the PID of its configuration. */
  Optional<ServiceUnit> unit(String pid) {
    return all().stream().filter(unit -> unit.service().pid().equals(pid)).findFirst();
  }

  /** The engine's view of one service. */
  public Optional<Inspection.Detail> detail(String pid) {
    return unit(pid)
        .map(
            unit -> {
              Account account = shared.ledger().account(pid);
              return new Inspection.Detail(
                  unit.descriptor(), unit.polled(), account.retrying(), account.timedOut());
            });
  }

  /** Services with their states. */
  public List<SuperServer.ServiceStatus> statuses() {
    Map<String, Integer> running = new HashMap<>();
    shared.ledger().sessions().forEach(s -> running.merge(s.service(), 1, Integer::sum));
    return all().stream()
        .map(
            unit ->
                new SuperServer.ServiceStatus(
                    unit.service(),
                    unit.state(),
                    unit.bound(),
                    running.getOrDefault(unit.service().pid(), 0)))
        .toList();
  }

  /**
   * What other bundles provide.
   *
   * @param quarantine why a bundle is not asked any more
   */
  public List<SuperServer.ProviderStatus> providers(Function<String, Optional<String>> quarantine) {
    List<ServiceUnit> units = all();
    return providers.status(
        provided ->
            units.stream()
                .filter(unit -> unit.uses(provided))
                .map(unit -> unit.service().id())
                .toList(),
        quarantine);
  }
}
