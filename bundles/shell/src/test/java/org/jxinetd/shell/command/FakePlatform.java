package org.jxinetd.shell.command;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jxinetd.api.access.Doorkeeper;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.log.Refused;
import org.jxinetd.api.log.Started;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.ConfigurationCheck;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.Reloader;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.ServiceState;
import org.jxinetd.api.service.SuperServer;
import org.jxinetd.api.service.Upgrader;

/** An engine and a reader of configurations that say what a test tells them to. */
public final class FakePlatform implements Platform, SuperServer, Reloader {

  public final List<ServiceStatus> services = new ArrayList<>();
  public final List<SessionStatus> sessions = new ArrayList<>();
  public final List<Boolean> dryRuns = new ArrayList<>();
  public final List<Long> awaited = new ArrayList<>();
  public final FakeDoor door = new FakeDoor();
  public Report report = new Report(0, List.of(), List.of(), 0);
  public ConfigurationCheck.Result checked;
  public int slicesUntilInForce;
  public boolean hasServer = true;
  public Optional<Upgrader> upgrader =
      Optional.of(() -> new Upgrader.Outcome(true, 17, "process 17 serves"));
  public boolean hasReloader = true;
  public List<Checked> healthy = List.of();
  public final List<Written> written = new ArrayList<>();
  public final List<String> turned = new ArrayList<>();
  public final List<Long> kicked = new ArrayList<>();
  public final List<Long> stubborn = new ArrayList<>();
  public final List<ProviderStatus> providers = new ArrayList<>();
  private final EventTail tail = new EventTail();

  /** A server of a service was started. */
  public void happened(String id) {
    ServiceSpec spec = ServiceSpec.builder("org.jxinetd.service~" + id, id).build();
    Endpoint peer = new Endpoint(Address.inet(0x7f000001), 40000);
    tail.heard(List.of(new Started(spec, Instant.EPOCH, 7, Optional.of(peer))));
  }

  /** A client was kept out. */
  public void refused(String id) {
    ServiceSpec spec = ServiceSpec.builder("org.jxinetd.service~" + id, id).build();
    Endpoint peer = new Endpoint(Address.inet(0x7f000001), 40000);
    Evidence evidence = new Evidence("no_access = 127.0.0.1", Origin.of("/etc/xinetd.conf", 7), "");
    tail.heard(
        List.of(new Refused(spec, Instant.EPOCH, Optional.of(peer), Reason.ADDRESS, evidence)));
  }

  public FakePlatform service(String id, ServiceState state) {
    ServiceSpec spec =
        ServiceSpec.builder("org.jxinetd.service~" + id, id)
            .origin(Origin.of("/etc/xinetd.d/" + id, 3))
            .attribute("server", "/usr/sbin/in." + id)
            .port(21)
            .build();
    return service(spec, state);
  }

  public FakePlatform service(ServiceSpec spec, ServiceState state) {
    Optional<Endpoint> bound =
        state instanceof ServiceState.Listening
            ? Optional.of(new Endpoint(Address.ANY_INET, spec.port().orElse(0)))
            : Optional.empty();
    services.add(new ServiceStatus(spec, state, bound, 2));
    return this;
  }

  public FakePlatform session(long number, String service, long pid, Instant started) {
    Endpoint peer = new Endpoint(Address.inet(0x7f000001), 40000);
    sessions.add(new SessionStatus(number, service, pid, Optional.of(peer), started));
    return this;
  }

  @Override
  public Optional<SuperServer> server() {
    return hasServer ? Optional.of(this) : Optional.empty();
  }

  @Override
  public Optional<Reloader> reloader() {
    return hasReloader ? Optional.of(this) : Optional.empty();
  }

  @Override
  public Optional<ConfigurationCheck> check() {
    return Optional.ofNullable(checked).map(result -> () -> result);
  }

  @Override
  public Optional<Upgrader> upgrader() {
    return upgrader;
  }

  @Override
  public List<Checked> health(Optional<String> tag) {
    return healthy;
  }

  @Override
  public Optional<Gogo> gogo() {
    return Optional.empty();
  }

  @Override
  public EventTail events() {
    return tail;
  }

  @Override
  public List<Long> kick(List<Long> numbers, Duration grace) {
    kicked.addAll(numbers);
    return numbers.stream().filter(stubborn::contains).toList();
  }

  @Override
  public List<ProviderStatus> providers() {
    return providers;
  }

  @Override
  public Vitals vitals() {
    return new Vitals(0, 100, 3, List.of(), 50);
  }

  @Override
  public Report turn(String id, boolean on) {
    turned.add((on ? "on " : "off ") + id);
    return report;
  }

  @Override
  public List<Written> written() {
    return written;
  }

  @Override
  public List<ServiceStatus> services() {
    return services;
  }

  @Override
  public Doorkeeper door() {
    return door;
  }

  @Override
  public List<SessionStatus> sessions() {
    return sessions;
  }

  @Override
  public boolean awaitGeneration(long number, Duration limit) {
    awaited.add(number);
    return slicesUntilInForce-- <= 0;
  }

  @Override
  public Report reload(boolean dryRun) {
    dryRuns.add(dryRun);
    return report;
  }
}
