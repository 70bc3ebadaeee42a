package org.jxinetd.engine.limit;

import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.Mode;
import org.jxinetd.api.access.Phase;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.service.Origin;
import org.jxinetd.engine.flow.Check;
import org.jxinetd.engine.flow.Slots;
import org.jxinetd.host.Ledger;

/** {@code -limit}: how many servers of all services may run at a time. Always counted. */
public record ProcessLimit(int limit, Ledger ledger) implements Check {

  @Override
  public Phase phase() {
    return Phase.PROCESS_LIMIT;
  }

  @Override
  public Verdict check(Request request, Mode mode, Slots slots) {
    boolean free = mode == Mode.DRY_RUN ? ledger.places() < limit : ledger.takePlace(limit);
    if (free && mode == Mode.DECIDE) {
      slots.taken(ledger::releasePlace);
    }
    Evidence evidence =
        new Evidence(
            "-limit " + limit, Origin.of("command line", 0), ledger.places() + " servers run");
    return free ? Verdict.pass(evidence) : new Verdict.Refuse(Reason.PROCESS_LIMIT, evidence);
  }
}
