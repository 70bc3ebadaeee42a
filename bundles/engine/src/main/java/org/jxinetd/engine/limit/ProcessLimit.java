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

  private static final Origin COMMAND_LINE = Origin.of("command line", 0);

  @Override
  public Phase phase() {
    return Phase.PROCESS_LIMIT;
  }

  @Override
  public Verdict check(Request request, Mode mode, Slots slots) {
    int running = ledger.places();
    boolean free = mode == Mode.DRY_RUN ? running < limit : ledger.takePlace(limit);
    if (free && mode == Mode.DECIDE) {
      slots.taken(ledger::releasePlace, () -> ledger.places() >= limit);
    }
    Evidence evidence =
        limit == Integer.MAX_VALUE
            ? new Evidence("-limit is not given", Origin.NONE, running + " servers")
            : new Evidence("-limit " + limit, COMMAND_LINE, running + " of " + limit + " servers");
    return free ? Verdict.pass(evidence) : new Verdict.Refuse(Reason.PROCESS_LIMIT, evidence);
  }
}
