package org.jxinetd.engine.unit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jxinetd.api.service.Inspection;
import org.jxinetd.api.service.SuperServer;
import org.jxinetd.engine.flow.Switchboard;
import org.jxinetd.engine.foreign.Ward;
import org.jxinetd.host.Account;
import org.jxinetd.host.Ledger;

/** What others may see of the units. Any thread; the control thread changes it. */
public final class Roster implements Switchboard {

  private final Ledger ledger;
  private final Providers providers;
  private volatile List<ServiceUnit> units = List.of();

  Roster(Ledger ledger, Providers providers) {
    this.ledger = ledger;
    this.providers = providers;
  }

  /** From now on these are the units, in the order of the configuration. */
  void now(List<ServiceUnit> all) {
    units = all;
  }

  /** The units in the order of the configuration. */
  List<ServiceUnit> all() {
    return units;
  }

  /** A service by the PID of its configuration. */
  Optional<ServiceUnit> unit(String pid) {
    return units.stream().filter(unit -> unit.service().pid().equals(pid)).findFirst();
  }

  /** Only services without a socket of their own can be reached this way. */
  @Override
  public Optional<Line> connect(String service) throws InterruptedException {
    Optional<ServiceUnit> unit = unit(service).filter(u -> ServiceUnit.muxed(u.service()));
    return unit.isPresent() ? unit.get().line() : Optional.empty();
  }

  /** The engine's view of one service. */
  public Optional<Inspection.Detail> detail(String pid) {
    return unit(pid)
        .map(
            unit -> {
              Account account = ledger.account(pid);
              return new Inspection.Detail(
                  unit.descriptor(), unit.polled(), account.retrying(), account.timedOut());
            });
  }

  /** Services with their states. */
  public List<SuperServer.ServiceStatus> statuses() {
    Map<String, Integer> running = new HashMap<>();
    ledger.sessions().forEach(s -> running.merge(s.service(), 1, Integer::sum));
    return units.stream()
        .map(
            unit ->
                new SuperServer.ServiceStatus(
                    unit.service(),
                    unit.state(),
                    unit.bound(),
                    running.getOrDefault(unit.service().pid(), 0)))
        .toList();
  }

  /** What other bundles provide, and why a bundle is not asked any more. */
  public List<SuperServer.ProviderStatus> providers() {
    List<ServiceUnit> units = all();
    return providers.status(
        provided ->
            units.stream()
                .filter(unit -> unit.uses(provided))
                .map(unit -> unit.service().id())
                .toList(),
        provided -> provided.ward().flatMap(Ward::quarantined));
  }
}
