package org.jxinetd.itests.plugin;

import org.jxinetd.api.access.AccessProvider;
import org.jxinetd.api.access.AccessRule;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.Phase;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ServiceSpec;

/** A rule of somebody else's: whoever is named in the attribute {@code doorman} stays out. */
public final class Doorman implements AccessProvider {

  private volatile boolean stopped;

  /** From now on its rules fail, as those of a bundle that has given up its resources do. */
  public void stop() {
    stopped = true;
  }

  @Override
  public Phase phase() {
    return Phase.ADDRESS;
  }

  @Override
  public AccessRule compile(ServiceSpec service) {
    Attribute set = service.attribute("doorman").orElseThrow();
    Evidence evidence = new Evidence("doorman = " + set.text(), set.origin(), "");
    return (request, mode) -> {
      if (stopped) {
        throw new IllegalStateException("the doorman has gone home");
      }
      String client = request.peer().orElseThrow().address().toString();
      return set.words().contains(client)
          ? new Verdict.Refuse(Reason.ADDRESS, evidence)
          : Verdict.pass(evidence);
    };
  }
}
