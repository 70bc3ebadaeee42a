package org.jxinetd.engine;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jxinetd.api.access.AccessProvider;
import org.jxinetd.api.access.Doorkeeper;
import org.jxinetd.api.access.IdentityProvider;
import org.jxinetd.api.access.PatternProvider;
import org.jxinetd.api.handler.DatagramService;
import org.jxinetd.api.handler.HandlerProvider;
import org.jxinetd.api.handler.StreamService;
import org.jxinetd.api.log.EndedBy;
import org.jxinetd.api.log.EventListener;
import org.jxinetd.api.log.SinkProvider;
import org.jxinetd.api.service.Inspection;
import org.jxinetd.api.service.ServiceCompiler;
import org.jxinetd.api.service.ServiceObserver;
import org.jxinetd.api.service.SuperServer;
import org.jxinetd.engine.flow.Events;
import org.jxinetd.engine.flow.Surroundings;
import org.jxinetd.engine.foreign.Guarded;
import org.jxinetd.engine.foreign.Guards;
import org.jxinetd.engine.foreign.Wards;
import org.jxinetd.engine.unit.Consistency;
import org.jxinetd.engine.unit.Control;
import org.jxinetd.engine.unit.Door;
import org.jxinetd.engine.unit.Observers;
import org.jxinetd.engine.unit.PlanCompiler;
import org.jxinetd.engine.unit.Provided;
import org.jxinetd.engine.unit.Providers;
import org.jxinetd.engine.unit.Units;
import org.jxinetd.host.Ledger;
import org.jxinetd.host.Lifecycle;
import org.jxinetd.host.LiveSession;
import org.jxinetd.host.SocketStore;
import org.jxinetd.linux.OsException;
import org.jxinetd.linux.Self;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The server itself as a component: wires what other bundles provide to the units. */
@Component(immediate = true, service = Engine.class)
public final class Engine implements SuperServer, Inspection {

  /** Descriptors that the daemon itself may need beside its sessions. */
  private static final int RESERVED_DESCRIPTORS = 256;

  private final Ledger ledger;
  private final Units units;
  private final Door door;
  private final Consistency consistency;
  private final Events events = new Events();
  private final Observers observers = new Observers();
  private final Wards wards;
  private final Guarded<EventListener> listeners = new Guarded<>();
  private final Guarded<ServiceObserver> observing = new Guarded<>();
  private final Semaphore ceiling;
  private final BundleContext context;
  private final FrameworkListener starting = this::frameworkEvent;

  /** Starts with no services; they come from Config Admin. */
  @Activate
  public Engine(
      BundleContext context,
      @Reference SocketStore store,
      @Reference Ledger ledger,
      @Reference Lifecycle lifecycle)
      throws OsException {
    this.context = context;
    this.wards =
        new Wards(
            context, Optional.ofNullable(context.getProperty("org.jxinetd.bundles")).map(Path::of));
    this.ledger = ledger;
    Providers providers = new Providers();
    PlanCompiler.Settings settings =
        new PlanCompiler.Settings(
            Boolean.parseBoolean(context.getProperty("org.jxinetd.nolibwrap")),
            Optional.ofNullable(context.getProperty("org.jxinetd.limit"))
                .map(Integer::parseInt)
                .orElse(0),
            context.getBundle().getBundleId());
    PlanCompiler compiler = new PlanCompiler(providers, ledger, events, settings);
    long most = Math.max(16, (Self.descriptorLimit() - RESERVED_DESCRIPTORS) / 2);
    ceiling = new Semaphore((int) Math.min(most, 1_000_000));
    Clock clock = Clock.systemUTC();
    Surroundings shared = new Surroundings(ledger, clock, ceiling);
    String version = Optional.ofNullable(context.getProperty("org.jxinetd.version")).orElse("");
    this.consistency = new Consistency(ledger);
    this.units =
        new Units(compiler, store, shared, new Control(), providers, observers, lifecycle, version);
    this.door = new Door(units.roster(), ledger, clock);
    wards.begin(context);
    context.addFrameworkListener(starting);
    if (context.getBundle(0).getState() == Bundle.ACTIVE) {
      units.started();
    }
  }

  private void frameworkEvent(FrameworkEvent event) {
    if (event.getType() == FrameworkEvent.STARTED) {
      units.started();
    }
  }

  @Deactivate
  void deactivate() {
    context.removeFrameworkListener(starting);
    context.removeBundleListener(wards);
    wards.close();
    units.close();
    observers.close();
    events.close();
  }

  Units units() {
    return units;
  }

  @Override
  public List<ServiceStatus> services() {
    return units.roster().statuses();
  }

  @Override
  public List<SessionStatus> sessions() {
    return ledger.sessions().stream()
        .map(
            s ->
                new SessionStatus(s.number(), s.serviceId(), s.server().pid(), s.peer(), s.since()))
        .toList();
  }

  @Override
  public Doorkeeper door() {
    return door;
  }

  @Override
  public boolean awaitGeneration(long number, Duration limit) throws InterruptedException {
    return units.await(number, limit);
  }

  @Override
  public List<String> inconsistencies() throws InterruptedException {
    return consistency.lasting(units.roster());
  }

  @Override
  public Optional<Detail> detail(String pid) {
    return units.roster().detail(pid);
  }

  @Override
  public List<Long> kick(List<Long> numbers, Duration grace) throws InterruptedException {
    List<LiveSession> chosen =
        ledger.sessions().stream().filter(s -> numbers.contains(s.number())).toList();
    chosen.forEach(session -> session.terminate(EndedBy.KICK));
    List<LiveSession> stubborn = running(chosen, grace);
    stubborn.forEach(session -> session.kill(EndedBy.KICK));
    return running(stubborn, grace).stream().map(LiveSession::number).toList();
  }

  /** Those that have not ended within so long. */
  private static List<LiveSession> running(List<LiveSession> sessions, Duration limit)
      throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    List<LiveSession> left = new ArrayList<>();
    for (LiveSession session : sessions) {
      if (!session.awaitEnd(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))) {
        left.add(session);
      }
    }
    return left;
  }

  @Override
  public List<ProviderStatus> providers() {
    return units.roster().providers();
  }

  @Override
  public Vitals vitals() {
    return new Vitals(
        events.queued(),
        events.capacity(),
        events.dropped(),
        events.failing(),
        ceiling.availablePermits());
  }

  // ---- those who listen to events

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void addListener(EventListener listener, ServiceReference<EventListener> reference) {
    events.add(
        listeners.enter(
            listener,
            wards.ifForeign(reference.getBundle()).map(ward -> Guards.listener(ward, listener))));
  }

  void removeListener(EventListener listener) {
    listeners.leave(listener).ifPresent(events::remove);
  }

  // ---- providers that come and go

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void addCompiler(ServiceCompiler compiler) {
    units.compilerChanged(Optional.of(compiler));
  }

  void removeCompiler(ServiceCompiler compiler) {
    units.compilerChanged(Optional.empty());
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void addAccess(AccessProvider provider, ServiceReference<AccessProvider> reference) {
    came(provider, reference, "");
  }

  void removeAccess(AccessProvider provider) {
    went(provider);
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void addIdentity(IdentityProvider provider, ServiceReference<IdentityProvider> reference) {
    came(provider, reference, "");
  }

  void removeIdentity(IdentityProvider provider) {
    went(provider);
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void addPatterns(PatternProvider provider, ServiceReference<PatternProvider> reference) {
    came(provider, reference, "");
  }

  void removePatterns(PatternProvider provider) {
    went(provider);
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void addHandler(HandlerProvider provider, ServiceReference<HandlerProvider> reference) {
    came(provider, reference, HandlerProvider.KIND);
  }

  void removeHandler(HandlerProvider provider) {
    went(provider);
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void addStream(StreamService service, ServiceReference<StreamService> reference) {
    came(service, reference, StreamService.NAME);
  }

  void removeStream(StreamService service) {
    went(service);
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void addDatagram(DatagramService service, ServiceReference<DatagramService> reference) {
    came(service, reference, StreamService.NAME);
  }

  void removeDatagram(DatagramService service) {
    went(service);
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void addSink(SinkProvider provider, ServiceReference<SinkProvider> reference) {
    came(provider, reference, SinkProvider.TYPE);
  }

  void removeSink(SinkProvider provider) {
    went(provider);
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void addObserver(ServiceObserver observer, ServiceReference<ServiceObserver> reference) {
    observers.add(
        observing.enter(
            observer,
            wards.ifForeign(reference.getBundle()).map(ward -> Guards.observer(ward, observer))));
    came(observer, reference, "");
  }

  void removeObserver(ServiceObserver observer) {
    observing.leave(observer).ifPresent(observers::remove);
    went(observer);
  }

  private void went(Object service) {
    units.providerWent(service, context.getBundle(0).getState() == Bundle.STOPPING);
  }

  private <T> void came(T service, ServiceReference<T> reference, String property) {
    units.providerCame(Provided.of(service, reference, property, wards));
  }
}
