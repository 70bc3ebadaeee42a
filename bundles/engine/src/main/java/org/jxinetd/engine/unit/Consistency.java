package org.jxinetd.engine.unit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jxinetd.api.service.ServiceState;
import org.jxinetd.host.Ledger;
import org.jxinetd.host.LiveSession;

/**
 * Compares what units and ledger say with each other and with the system. What contradicts itself
 * for a moment only is a change under way; what still does so after several looks is an error.
 */
public final class Consistency {

  private static final int LOOKS = 4;
  private static final Duration BETWEEN = Duration.ofMillis(150);

  /** How late a pause may end before something is wrong. */
  private static final Duration LATE = Duration.ofSeconds(5);

  private final Ledger ledger;

  public Consistency(Ledger ledger) {
    this.ledger = ledger;
  }

  /** The contradictions that every look finds. */
  public List<String> lasting(Roster units) throws InterruptedException {
    Set<String> found = look(units);
    for (int i = 1; i < LOOKS && !found.isEmpty(); i++) {
      Thread.sleep(BETWEEN);
      found.retainAll(look(units));
    }
    return new ArrayList<>(found);
  }

  private Set<String> look(Roster units) {
    Set<String> found = new LinkedHashSet<>();
    Map<String, Integer> running = new HashMap<>();
    ledger.sessions().forEach(session -> running.merge(session.service(), 1, Integer::sum));
    for (ServiceUnit unit : units.all()) {
      String id = unit.service().id();
      int counted = ledger.account(unit.service().pid()).running();
      int live = running.getOrDefault(unit.service().pid(), 0);
      if (counted < live) {
        found.add("service " + id + " counts " + counted + " running servers of " + live);
      }
      if (unit.state() instanceof ServiceState.Listening
          && unit.service().port().isPresent()
          && unit.descriptor() < 0) {
        found.add("Active service " + id + " has no descriptor");
      }
      if (!unit.attended()) {
        found.add("Active service " + id + ": nobody waits on descriptor " + unit.descriptor());
      }
      if (unit.state() instanceof ServiceState.Suspended pause
          && pause.until().plus(LATE).isBefore(Instant.now())) {
        found.add("service " + id + " should be active again since " + pause.until());
      }
    }
    for (LiveSession session : ledger.sessions()) {
      long pid = session.server().pid();
      if (pid > 0 && ProcessHandle.of(pid).isEmpty()) {
        found.add("server " + pid + " of service " + session.serviceId() + " does not exist");
      }
    }
    return found;
  }
}
