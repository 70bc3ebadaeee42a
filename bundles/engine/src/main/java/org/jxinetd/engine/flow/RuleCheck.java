package org.jxinetd.engine.flow;

import org.jxinetd.api.access.AccessRule;
import org.jxinetd.api.access.Mode;
import org.jxinetd.api.access.Phase;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.Verdict;

/** A rule of an access provider as a step of the gate. */
public record RuleCheck(Phase phase, AccessRule rule) implements Check {

  @Override
  public Verdict check(Request request, Mode mode, Slots slots) {
    return rule.decide(request, mode);
  }

  @Override
  public boolean mayWait() {
    return rule.mayWait();
  }
}
