package org.jxinetd.engine.unit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jxinetd.api.access.Ban;
import org.jxinetd.api.access.Doorkeeper;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.Explanation;
import org.jxinetd.api.access.Finding;
import org.jxinetd.api.access.Phase;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Refusal;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.Family;
import org.jxinetd.api.service.Network;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.ServiceState;
import org.jxinetd.engine.flow.Gate;
import org.jxinetd.engine.flow.Plan;
import org.jxinetd.host.Bans;
import org.jxinetd.host.Ledger;

/** Tells about the gates of all services; bans and lifts bans. Any thread. */
public final class Door implements Doorkeeper {

  private final Roster units;
  private final Ledger ledger;
  private final Clock clock;

  public Door(Roster units, Ledger ledger, Clock clock) {
    this.units = units;
    this.ledger = ledger;
    this.clock = clock;
  }

  @Override
  public Optional<Explanation> explain(
      String pid, Address client, Optional<String> name, Instant at) {
    return units.all().stream()
        .filter(unit -> unit.service().pid().equals(pid))
        .findFirst()
        .map(unit -> explain(unit, client, name, at));
  }

  private static Explanation explain(
      ServiceUnit unit, Address client, Optional<String> name, Instant at) {
    ServiceSpec service = unit.service();
    List<Finding> findings = new ArrayList<>();
    Finding state = state(unit, at);
    findings.add(state);
    Optional<Finding> decisive = Optional.of(state).filter(f -> f.objection().isPresent());
    Optional<Plan> plan = unit.plan();
    if (plan.isPresent()) {
      Optional<Endpoint> bound = unit.bound();
      Endpoint peer = new Endpoint(seen(client, bound), 0);
      Optional<Endpoint> local = bound.filter(e -> !e.address().isAny());
      Optional<Endpoint> known =
          service.waits() && unit.handsOverStream() ? Optional.empty() : Optional.of(peer);
      Gate.Explained gate =
          plan.get().gate().explain(new Request(plan.get().service(), known, local, at, name));
      findings.addAll(gate.findings());
      if (decisive.isEmpty()) {
        decisive = gate.decisive();
      }
    }
    return new Explanation(service.id(), findings, decisive);
  }

  /** The address as the service's socket tells it: an IPv6 socket has IPv4 clients mapped. */
  private static Address seen(Address client, Optional<Endpoint> bound) {
    boolean mapped =
        client.family() == Family.INET
            && bound.filter(e -> e.address().family() == Family.INET6).isPresent();
    return mapped ? Address.inet6(client.high(), client.low(), 0) : client;
  }

  private static Finding state(ServiceUnit unit, Instant at) {
    ServiceSpec service = unit.service();
    Optional<Reason> objection =
        switch (unit.state()) {
          case ServiceState.Listening listening -> Optional.empty();
          case ServiceState.Suspended pause ->
              at.isBefore(pause.until()) ? Optional.of(Reason.CPS) : Optional.empty();
          case ServiceState.Waiting waiting -> Optional.of(Reason.UNAVAILABLE);
          case ServiceState.Failed failed -> Optional.of(Reason.UNAVAILABLE);
          case ServiceState.Stopped stopped -> Optional.of(Reason.UNAVAILABLE);
        };
    String where = unit.bound().map(e -> " on " + e).orElse("");
    String detail = unit.state().describe() + where;
    return new Finding(
        Phase.STATE, objection, new Evidence("service " + service.id(), service.origin(), detail));
  }

  @Override
  public List<Refusal> refusals() {
    return ledger.refusals().all();
  }

  @Override
  public Optional<Refusal> refusal(long id) {
    return ledger.refusals().find(id);
  }

  @Override
  public List<Ban> bans() {
    return ledger.bans().all(clock.instant());
  }

  @Override
  public Ban ban(Network network, Optional<Duration> duration) {
    return ledger
        .bans()
        .set(network, clock.instant(), duration, "banned by an administrator", Bans.BY_HAND);
  }

  @Override
  public boolean unban(Network network) {
    return ledger.bans().lift(network, clock.instant());
  }
}
