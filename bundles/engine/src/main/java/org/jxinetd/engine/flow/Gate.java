package org.jxinetd.engine.flow;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.Mode;
import org.jxinetd.api.access.Phase;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.SpawnChanges;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.service.Origin;

/**
 * The ordered rules of one service: the first objection wins. Logs nothing; the evidence says which
 * rule decided. Any thread.
 *
 * <p>The limit on connections per second comes first but is charged last: only clients that every
 * rule about <em>who</em> lets in count, so strangers cannot pause a service.
 */
public final class Gate {

  private static final Evidence NO_OBJECTION = new Evidence("no objection", Origin.NONE, "");

  private final Optional<Rate> rate;
  private final List<Check> checks;

  public Gate(Optional<Rate> rate, List<Check> checks) {
    this.rate = rate;
    this.checks = checks.stream().sorted(Comparator.comparing(Check::phase)).toList();
  }

  /** Decides on one client. The caller closes the admission when the session is over. */
  public Admission admit(Request request, Mode mode) {
    Slots slots = new Slots();
    try {
      return decide(request, mode, slots);
    } catch (RuntimeException | StackOverflowError e) {
      slots.close();
      Evidence evidence = new Evidence("a rule failed", request.service().origin(), e.toString());
      return new Admission(
          new Verdict.Refuse(Reason.RULE_FAILED, evidence), SpawnChanges.NONE, new Slots());
    }
  }

  private Admission decide(Request request, Mode mode, Slots slots) {
    if (rate.isPresent() && rate.get().isFull()) {
      Verdict who = firstObjection(request, Mode.DRY_RUN, slots, Phase.SENSOR).verdict();
      return refused(who instanceof Verdict.Pass ? rate.get().suspend() : who, slots);
    }
    Decision decision = firstObjection(request, mode, slots, Phase.CPS);
    boolean stranger =
        !(decision.verdict() instanceof Verdict.Pass)
            && decision.phase().compareTo(Phase.SENSOR) >= 0;
    if (rate.isPresent() && mode == Mode.DECIDE && !stranger && !rate.get().charge()) {
      return refused(rate.get().suspend(), slots);
    }
    return decision.verdict() instanceof Verdict.Pass
        ? new Admission(decision.verdict(), decision.changes(), slots)
        : refused(decision.verdict(), slots);
  }

  private record Decision(Verdict verdict, SpawnChanges changes, Phase phase) {}

  private Decision firstObjection(Request request, Mode mode, Slots slots, Phase from) {
    SpawnChanges changes = SpawnChanges.NONE;
    for (Check check : checks) {
      if (check.phase().compareTo(from) < 0) {
        continue;
      }
      Verdict verdict = check.check(request, mode, slots);
      if (!(verdict instanceof Verdict.Pass pass)) {
        return new Decision(verdict, SpawnChanges.NONE, check.phase());
      }
      changes = changes.and(pass.changes());
    }
    return new Decision(Verdict.pass(NO_OBJECTION), changes, Phase.IDENT);
  }

  private static Admission refused(Verdict verdict, Slots slots) {
    slots.close();
    return new Admission(verdict, SpawnChanges.NONE, slots);
  }
}
