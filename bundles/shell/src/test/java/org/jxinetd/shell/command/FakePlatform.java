package org.jxinetd.shell.command;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jxinetd.api.access.Doorkeeper;
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
