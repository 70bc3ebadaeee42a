package org.jxinetd.engine.flow;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.Finding;
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
  private final List<Check> behind;

  public Gate(Optional<Rate> rate, List<Check> checks) {
    this(rate, checks, List.of());
  }

  /**
   * @param behind what the server will ask on its own: told in explanations, not asked here
   */
  public Gate(Optional<Rate> rate, List<Check> checks, List<Check> behind) {
    this.rate = rate;
    this.behind = List.copyOf(behind);
    this.checks = checks.stream().sorted(Comparator.comparing(Check::phase)).toList();
  }

  /** True when a decision may wait for something outside, such as a name server. */
  public boolean mayWait() {
    return checks.stream().anyMatch(Check::mayWait);
  }

  /** Decides on one client. The caller closes the admission when the session is over. */
  public Admission admit(Request request) {
    Walk walk = new Walk(request);
    try {
      return walk.decide();
    } catch (RuntimeException | StackOverflowError e) {
      return walk.failed(e);
    }
  }

  /** One client on its way through the rules: what was said so far, and the places it has taken. */
  private final class Walk {
    private final Request request;
    private final Slots slots = new Slots();
    private final List<Finding> findings = new ArrayList<>(checks.size() + 1);
    private SpawnChanges changes = SpawnChanges.NONE;
    private Phase reached = Phase.CPS;

    Walk(Request request) {
      this.request = request;
    }

    Admission decide() {
      if (rate.isPresent() && rate.get().isFull(request)) {
        return full(rate.get());
      }
      Verdict verdict = firstObjection(Mode.DECIDE, Phase.CPS);
      boolean passed = verdict instanceof Verdict.Pass;
      boolean stranger = !passed && reached.compareTo(Phase.SENSOR) >= 0;
      if (rate.isPresent()
          && (!stranger || rate.get().chargesStrangers())
          && !rate.get().charge(request)
          && !stranger) {
        return refused(findings, Phase.CPS, rate.get().excess(request));
      }
      return passed
          ? new Admission(verdict, changes, slots, List.of())
          : refused(findings, reached, verdict);
    }

    /** A stranger is told that it is one; nobody else has to wait for it. */
    private Admission full(Rate limit) {
      if (limit.chargesStrangers()) {
        limit.charge(request);
        return refused(findings, Phase.CPS, limit.excess(request));
      }
      Verdict who = firstObjection(Mode.DRY_RUN, Phase.SENSOR);
      return who instanceof Verdict.Pass
          ? refused(List.of(), Phase.CPS, limit.excess(request))
          : refused(findings, reached, who);
    }

    private Verdict firstObjection(Mode mode, Phase from) {
      for (Check check : checks) {
        if (check.phase().compareTo(from) < 0) {
          continue;
        }
        reached = check.phase();
        Verdict verdict = check.check(request, mode, slots);
        if (!(verdict instanceof Verdict.Pass pass)) {
          return verdict;
        }
        findings.add(Finding.of(reached, verdict));
        changes = changes.and(pass.changes());
      }
      return Verdict.pass(NO_OBJECTION);
    }

    private Admission refused(List<Finding> before, Phase phase, Verdict verdict) {
      slots.close();
      List<Finding> all = new ArrayList<>(before);
      all.add(Finding.of(phase, verdict));
      return new Admission(verdict, SpawnChanges.NONE, slots, all);
    }

    Admission failed(Throwable e) {
      return refused(findings, reached, failure(request, e));
    }
  }

  private static Verdict failure(Request request, Throwable e) {
    Evidence evidence = new Evidence("a rule failed", request.service().origin(), e.toString());
    return new Verdict.Refuse(Reason.RULE_FAILED, evidence);
  }

  /**
   * Everything the rules say of a client, in order, whether or not an earlier one objects; nothing
   * is counted. The decisive finding is the one that {@link #admit} would go by.
   */
  public Explained explain(Request request) {
    List<Finding> all = new ArrayList<>(checks.size() + 2);
    Optional<Finding> full = Optional.empty();
    if (rate.isPresent()) {
      boolean isFull = rate.get().isFull(request);
      Verdict verdict = isFull ? rate.get().excess(request) : rate.get().room(request);
      all.add(Finding.of(Phase.CPS, verdict));
      full = isFull ? Optional.of(all.getFirst()) : Optional.empty();
    }
    Optional<Finding> decisive = Optional.empty();
    for (Check check : checks) {
      List<Finding> said = findings(check, request);
      all.addAll(said);
      if (decisive.isEmpty() && (full.isEmpty() || isAboutWho(check))) {
        decisive = objection(said);
      }
    }
    decisive = decisive.isPresent() ? decisive : full;
    for (Check check : behind) {
      List<Finding> said = findings(check, request).stream().map(Gate::behind).toList();
      all.addAll(said);
      decisive = decisive.isPresent() ? decisive : objection(said);
    }
    return new Explained(all, decisive);
  }

  private static Optional<Finding> objection(List<Finding> findings) {
    return findings.stream().filter(f -> f.objection().isPresent()).findFirst();
  }

  private static Finding behind(Finding finding) {
    return new Finding(Phase.BEHIND, finding.objection(), finding.evidence());
  }

  private boolean isAboutWho(Check check) {
    return !rate.orElseThrow().chargesStrangers() && check.phase().compareTo(Phase.SENSOR) >= 0;
  }

  private static List<Finding> findings(Check check, Request request) {
    try {
      return check.explain(request);
    } catch (RuntimeException | StackOverflowError e) {
      return List.of(Finding.of(check.phase(), failure(request, e)));
    }
  }

  /**
   * What {@link #explain} found.
   *
   * @param decisive the objection that counts; empty for a pass
   */
  public record Explained(List<Finding> findings, Optional<Finding> decisive) {
    public Explained {
      findings = List.copyOf(findings);
    }
  }
}
