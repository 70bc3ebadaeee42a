package org.jxinetd.engine.limit;

import java.util.Optional;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.Mode;
import org.jxinetd.api.access.Phase;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.engine.flow.Check;
import org.jxinetd.engine.flow.Slots;
import org.jxinetd.host.Account;

/** {@code per_source}: how many servers one client address may have at a time. */
public final class PerSource implements Check {

  private final int limit;
  private final Evidence rule;
  private final Account account;

  private PerSource(int limit, Evidence rule, Account account) {
    this.limit = limit;
    this.rule = rule;
    this.account = account;
  }

  /** The limit of a service; empty when it has none. */
  public static Optional<PerSource> of(ServiceSpec service, Account account)
      throws ConfigException {
    Attribute set = service.attribute("per_source").orElse(null);
    if (set == null) {
      return Optional.empty();
    }
    int limit = Numbers.limit(service, set);
    Evidence rule = new Evidence("per_source = " + set.text(), set.origin(), "");
    return limit == Integer.MAX_VALUE
        ? Optional.empty()
        : Optional.of(new PerSource(limit, rule, account));
  }

  @Override
  public Phase phase() {
    return Phase.PER_SOURCE;
  }

  @Override
  public Verdict check(Request request, Mode mode, Slots slots) {
    if (request.peer().isEmpty()) {
      return Verdict.pass(rule); // a stream with wait = yes: the client is not known yet
    }
    Address source = request.peer().get().address();
    boolean free =
        mode == Mode.DRY_RUN ? account.running(source) < limit : account.takeSource(source, limit);
    if (free && mode == Mode.DECIDE) {
      slots.taken(() -> account.releaseSource(source));
    }
    return free ? Verdict.pass(rule) : new Verdict.Refuse(Reason.PER_SOURCE_LIMIT, rule);
  }
}
