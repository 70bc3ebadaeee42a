package org.jxinetd.engine.limit;

import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.Mode;
import org.jxinetd.api.access.Phase;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.engine.flow.Check;
import org.jxinetd.engine.flow.Slots;
import org.jxinetd.host.Account;

/** {@code instances}: how many servers of the service may run at a time. Always counted. */
public final class Instances implements Check {

  private final int limit;
  private final Origin origin;
  private final Account account;

  private Instances(int limit, Origin origin, Account account) {
    this.limit = limit;
    this.origin = origin;
    this.account = account;
  }

  public static Instances of(ServiceSpec service, Account account) throws ConfigException {
    Attribute set = service.attribute("instances").orElse(null);
    return set == null
        ? new Instances(Integer.MAX_VALUE, service.origin(), account)
        : new Instances(Numbers.limit(service, set, set.text()), set.origin(), account);
  }

  @Override
  public Phase phase() {
    return Phase.INSTANCES;
  }

  @Override
  public Verdict check(Request request, Mode mode, Slots slots) {
    int running = account.running();
    boolean free = mode == Mode.DRY_RUN ? running < limit : account.takeInstance(limit);
    if (free && mode == Mode.DECIDE) {
      slots.taken(account::releaseInstance, () -> account.running() >= limit);
    }
    Evidence evidence =
        limit == Integer.MAX_VALUE
            ? new Evidence("instances = UNLIMITED", origin, running + " instances")
            : new Evidence("instances = " + limit, origin, running + " of " + limit + " instances");
    return free ? Verdict.pass(evidence) : new Verdict.Refuse(Reason.SERVICE_LIMIT, evidence);
  }
}
