package org.jxinetd.engine.unit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.ServiceState;
import org.jxinetd.api.service.ServiceType;
import org.jxinetd.api.service.SocketType;
import org.jxinetd.engine.flow.Plan;
import org.jxinetd.engine.flow.Surroundings;
import org.jxinetd.engine.flow.Switchboard;
import org.jxinetd.engine.listen.Binding;
import org.jxinetd.engine.listen.ListenSocket;
import org.jxinetd.engine.listen.Listener;
import org.jxinetd.host.SocketStore;
import org.jxinetd.linux.OsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One service at run time: its definition, the plan compiled from it, its socket and its state. All
 * changes happen on the engine's control thread; sessions and listeners read the plan from any
 * thread.
 */
final class ServiceUnit implements Listener.PlanSource {

  private static final Logger LOG = LoggerFactory.getLogger(ServiceUnit.class);

  /** How long clients are held while a bundle that the service needs is missing. */
  static final Duration HOLD = Duration.ofSeconds(30);

  /** How long until a socket that could not be opened to clients again is tried once more. */
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Compilations compilations;
  private final SocketStore store;
  private final Surroundings shared;
  private final Control control;
  private final Observers observers;
  private final Switchboard switchboard;
  private final Interfaces interfaces;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  private volatile ServiceSpec service;
  private volatile ServiceState state = new ServiceState.Stopped();
  private final PlanInForce plan = new PlanInForce(HOLD, System::nanoTime);
  private volatile boolean paused;
  private volatile List<Provided<?>> uses = List.of(); // written by the control thread
  // written on the control thread; null while not listening
  private volatile ListenSocket socket;
  private volatile Listener listener;
  private volatile Optional<Endpoint> bound = Optional.empty();
  private long compilation; // control thread: numbers them, the last one counts
  private long pauses; // control thread: counts them, so that each ends by its own timer

  ServiceUnit(
      ServiceSpec service,
      Compilations compilations,
      SocketStore store,
      Surroundings shared,
      Control control,
      Observers observers,
      Switchboard switchboard) {
    this.service = service;
    this.compilations = compilations;
    this.store = store;
    this.shared = shared;
    this.control = control;
    this.observers = observers;
    this.switchboard = switchboard;
    this.interfaces = new Interfaces(control);
  }

  @Override
  public Switchboard switchboard() {
    return switchboard;
  }

  /** True for services that have a socket; those of tcpmux are reached through its socket. */
  static boolean listens(ServiceSpec service) {
    return !muxed(service) && (service.port().isPresent() || service.has(ServiceType.RPC));
  }

  /** True for services that are reached through tcpmux. */
  static boolean muxed(ServiceSpec service) {
    return service.has(ServiceType.TCPMUX) || service.has(ServiceType.TCPMUXPLUS);
  }

  /** A client that comes through tcpmux. */
  Optional<Switchboard.Line> line() throws InterruptedException {
    return awaitPlan().map(now -> new Switchboard.Line(this, now, this::suspend, paused));
  }

  @Override
  public ServiceSpec service() {
    return service;
  }

  ServiceState state() {
    return state;
  }

  Optional<Endpoint> bound() {
    return bound;
  }

  /** The number of its socket; -1 while there is none. */
  int descriptor() {
    ListenSocket now = socket;
    return now != null && now.fd().isOpen() ? now.fd().number() : -1;
  }

  /** Whether clients are waited for at this moment. */
  boolean polled() {
    Listener now = listener;
    return now != null && !paused && now.polls();
  }

  /** Whether its listener is at work, as long as there is a socket. */
  boolean attended() {
    Listener now = listener;
    return socket == null || (now != null && now.alive());
  }

  boolean uses(Provided<?> provided) {
    return uses.contains(provided);
  }

  /** True when a new definition can be served on the socket that is open now. */
  boolean keepsSocket(ServiceSpec next) {
    return service.port().equals(next.port())
        && service.protocol().equals(next.protocol())
        && service.socketType() == next.socketType()
        && service.waits() == next.waits()
        && service.flags().equals(next.flags())
        && service.has(ServiceType.INTERNAL) == next.has(ServiceType.INTERNAL)
        && listens(service) == listens(next)
        && service.words("bind").equals(next.words("bind"))
        && service.words("interface").equals(next.words("interface"))
        && service.words("v6only").equals(next.words("v6only"));
  }

  /** Compiles a definition and brings the unit into the state that follows from it. */
  void apply(ServiceSpec next) {
    long number = ++compilation;
    compilations.compile(
        next,
        new Compilations.Client() {
          @Override
          public void delayed(List<String> bundles) {
            hold(next, bundles);
          }

          @Override
          public void compiled(PlanCompiler.Result result, boolean late) {
            if (number != compilation) {
              result.plan().ifPresent(Plan::release); // overtaken, or stopped meanwhile
            } else if (late && result.plan().filter(now -> !now.usable()).isPresent()) {
              result.plan().get().release();
              apply(next); // a provider has left meanwhile
            } else {
              accept(next, result);
            }
          }
        });
  }

  /** Nobody is served before it is known by which rules. */
  private void hold(ServiceSpec next, List<String> bundles) {
    service = next;
    uses = List.of();
    plan.swap(null);
    waitFor(
        bundles.stream()
            .map(name -> "bundle " + name + ", which has not compiled it yet")
            .toList());
  }

  private void accept(ServiceSpec next, PlanCompiler.Result result) {
    result.problems().forEach(ServiceUnit::log);
    if (result.plan().isPresent()) {
      service = next;
      uses = result.uses();
      serve(result.plan().get());
      return;
    }
    List<Problem> errors =
        result.problems().stream().filter(p -> p.severity() == Problem.Severity.ERROR).toList();
    if (!errors.isEmpty() && plan.now().filter(Plan::usable).isPresent()) {
      LOG.warn("service {} goes on as it was defined before", service.id());
      return;
    }
    service = next;
    uses = List.of();
    plan.swap(null);
    if (errors.isEmpty()) {
      waitFor(result.missing());
    } else {
      leaveSocket();
      state = new ServiceState.Failed(errors);
    }
  }

  private void waitFor(List<String> missing) {
    keepSocket();
    ServiceState next = new ServiceState.Waiting(missing, socket != null);
    if (!next.equals(state)) {
      LOG.warn(
          "service {} waits for {}{}",
          service.id(),
          String.join(", ", missing),
          socket != null ? "; its clients are held for " + HOLD.toSeconds() + " s" : "");
    }
    state = next;
  }

  /** Clients of a socket that listens already are held, not refused. */
  private void keepSocket() {
    if (socket != null) {
      return;
    }
    try {
      Optional<ListenSocket> kept = ListenSocket.kept(service, store);
      if (kept.isPresent()) {
        socket = kept.get();
        bound = Optional.of(socket.local());
        listen();
      }
    } catch (ConfigException e) {
      e.problems().forEach(ServiceUnit::log);
    }
  }

  private void listen() {
    listener = new Listener(this, this::suspend, socket, shared);
    listener.start();
  }

  private static void log(Problem problem) {
    if (problem.severity() == Problem.Severity.ERROR) {
      LOG.error("{}", problem);
    } else {
      LOG.warn("{}", problem);
    }
  }

  private void serve(Plan next) {
    if (socket == null && listens(service)) {
      try {
        Binding bind = Binding.of(service);
        Optional<Binding.Device> missing = bind.missing();
        if (missing.isPresent()) {
          next.release();
          plan.swap(null);
          waitFor(List.of("interface " + missing.get().name()));
          ServiceSpec waiting = service;
          interfaces.whenThere(
              missing.get().name(),
              () -> service.equals(waiting) && state instanceof ServiceState.Waiting,
              () -> apply(waiting));
          return;
        }
        socket = ListenSocket.open(service, store, bind);
        bound = Optional.of(socket.local());
        ListenSocket watched = socket;
        watched
            .device()
            .ifPresent(
                device ->
                    interfaces.whenGone(
                        device, () -> watched.equals(socket), () -> interfaceGone(device.name())));
      } catch (ConfigException e) {
        e.problems().forEach(ServiceUnit::log);
        LOG.error("Service {} failed to start and is deactivated.", service.id());
        state = new ServiceState.Failed(e.problems());
        next.release();
        plan.swap(null);
        return;
      }
    }
    plan.swap(next);
    if (!paused) {
      state = new ServiceState.Listening();
      pauseGoesOn();
    }
    if (listener == null && socket != null) {
      listen();
    }
    bound.ifPresent(at -> observers.opened(service, List.of(at)));
  }

  /** The interface was removed, and perhaps made anew: it needs a new socket. */
  private void interfaceGone(String name) {
    LOG.warn("service {}: interface {} has gone", service.id(), name);
    listener.stop();
    listener = null;
    socket.fd().close();
    socket = null;
    bound = Optional.empty();
    observers.closed(service.pid());
    apply(service);
  }

  /** An earlier incarnation was paused by a limit: so is this one, until the same moment. */
  private void pauseGoesOn() {
    Optional<Instant> until = shared.ledger().account(service.pid()).pausedUntil();
    if (until.isEmpty() || socket == null) {
      return;
    }
    paused = true;
    state = new ServiceState.Suspended(until.get(), "cps");
    try {
      socket.pause();
    } catch (OsException e) {
      LOG.error("service {} cannot be paused", service.id(), e);
    }
    Duration left = Duration.between(shared.clock().instant(), until.get());
    long number = ++pauses;
    control.later(left.isNegative() ? Duration.ZERO : left, () -> resume(number));
  }

  @Override
  public Optional<Plan> awaitPlan() throws InterruptedException {
    return plan.awaitPlan();
  }

  /** The plan of the moment, for explanations. */
  Optional<Plan> plan() {
    return plan.now();
  }

  /** True when the server accepts the clients itself, so that nobody here knows them. */
  boolean handsOverStream() {
    return service.socketType() == SocketType.STREAM && ListenSocket.handsOver(service);
  }

  @Override
  public void awaitResumed() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (paused) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Called by a session whose connection tripped a limit. */
  private void suspend(Verdict.Suspend verdict) {
    lock.lock();
    try {
      if (paused) {
        return;
      }
      paused = true;
    } finally {
      lock.unlock();
    }
    control.execute(() -> pause(verdict));
  }

  private void pause(Verdict.Suspend verdict) {
    Duration pause = verdict.pause();
    LOG.error(
        "Deactivating service {} due to excessive incoming connections.  Restarting in {} seconds.",
        service.name(),
        pause.toSeconds());
    Instant until = shared.clock().instant().plus(pause);
    state = new ServiceState.Suspended(until, verdict.evidence().rule());
    shared.ledger().account(service.pid()).pause(until);
    if (socket != null) {
      try {
        socket.pause();
      } catch (OsException e) {
        LOG.error("service {} cannot be paused", service.id(), e);
      }
    }
    long number = ++pauses;
    control.later(pause, () -> resume(number));
  }

  private void resume(long number) {
    if (!paused || number != pauses) {
      return; // it ended early, and perhaps another one has begun
    }
    if (socket != null) {
      try {
        socket.resume();
      } catch (OsException e) {
        LOG.error("Error activating service {}", service.name(), e);
        control.later(RETRY, () -> resume(number)); // never switched off for good
        return;
      }
    }
    LOG.error("Activating service {}", service.name());
    resumed();
  }

  /** The pause is over: whatever was counted before does not count any more. */
  private void resumed() {
    shared.ledger().account(service.pid()).resetRate();
    shared.ledger().account(service.pid()).resume();
    if (plan.now().isPresent()) {
      state = new ServiceState.Listening();
    }
    lock.lock();
    try {
      paused = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Leaves the socket in the store, for whoever claims it next. */
  void leaveSocket() {
    if (paused) {
      resume(pauses);
    }
    park();
  }

  /** The same as it is: a pause goes on with the next engine. */
  private void park() {
    if (listener != null) {
      listener.stop();
      listener = null;
    }
    if (socket != null) {
      store.park(socket.key(), socket.fd());
      socket = null;
      bound = Optional.empty();
      observers.closed(service.pid());
    }
  }

  /** Ends the unit with its engine; the next one goes on where it was. */
  void retire() {
    compilation++;
    park();
    plan.swap(null);
    state = new ServiceState.Stopped();
  }

  /** Ends the unit; sessions that run go on. */
  void stop() {
    compilation++;
    leaveSocket();
    plan.now().ifPresent(Plan::retire);
    plan.swap(null);
    state = new ServiceState.Stopped();
  }
}
