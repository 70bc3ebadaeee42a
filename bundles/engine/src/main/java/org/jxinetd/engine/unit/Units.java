package org.jxinetd.engine.unit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jxinetd.api.service.ServiceCompiler;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.ServiceState;
import org.jxinetd.engine.flow.Surroundings;
import org.jxinetd.host.Bans;
import org.jxinetd.host.Lifecycle;
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
public final class Units {

  private static final Logger LOG = LoggerFactory.getLogger(Units.class);
  private static final Marker NOTICE = MarkerFactory.getMarker("NOTICE");

  /** From so many services on, what their start leaves behind is worth a collection. */
  private static final int MANY = 1_000;

  private static final Duration SWEEP = Duration.ofSeconds(60);

  private final Compilations compilations;
  private final SocketStore store;
  private final Surroundings shared;
  private final Control control;
  private final Providers providers;
  private final Observers observers;
  private final Lifecycle lifecycle;
  private final String version;
  private final Roster roster;
  private final Departures departures;

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
    this.compilations = new Compilations(compiler, control);
    this.roster = new Roster(shared.ledger(), providers);
    this.departures = new Departures(shared.ledger(), control, lifecycle);
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
                  || compilations.concerns(unit.service(), provided)) {
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
    roster.now(List.copyOf(now.values()));
    closeUnclaimed();
    dropped.forEach(
        unit -> departures.of(unit.service(), () -> units.containsKey(unit.service().pid())));
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
        unit = new ServiceUnit(service, compilations, store, shared, control, observers, roster);
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

  /** Parks all sockets for the next engine, and ends the control thread. */
  public void close() {
    closed = true;
    control.close(() -> units.values().forEach(ServiceUnit::retire));
  }

  /**
   * Waits until a generation is in force; any thread.
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

  /** The units as others may see them. */
  public Roster roster() {
    return roster;
  }
}
