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

/** {@code per_source}: how many servers one client address, or one network, may have at a time. */
public final class PerSource implements Check {

  private final int limit;
  private final SourceBits bits;
  private final Attribute set;
  private final Account account;

  private PerSource(int limit, SourceBits bits, Attribute set, Account account) {
    this.limit = limit;
    this.bits = bits;
    this.set = set;
    this.account = account;
  }

  /** The limit of a service; empty when it has none. */
  public static Optional<PerSource> of(ServiceSpec service, Account account)
      throws ConfigException {
    Attribute set = service.attribute("per_source").orElse(null);
    if (set == null) {
      return Optional.empty();
    }
    SourceBits bits = SourceBits.of(service);
    int limit = Numbers.limit(service, set, set.words().getFirst());
    return limit == Integer.MAX_VALUE
        ? Optional.empty()
        : Optional.of(new PerSource(limit, bits, set, account));
  }

  @Override
  public Phase phase() {
    return Phase.PER_SOURCE;
  }

  @Override
  public Verdict check(Request request, Mode mode, Slots slots) {
    if (request.peer().isEmpty()) {
      return Verdict.pass(evidence("the client is not known yet")); // a stream with wait = yes
    }
    Address source = request.peer().get().address();
    int running = account.running(source, bits.of(source));
    boolean free =
        mode == Mode.DRY_RUN ? running < limit : account.takeSource(source, bits.of(source), limit);
    if (free && mode == Mode.DECIDE) {
      slots.taken(
          () -> account.releaseSource(source),
          () -> account.running(source, bits.of(source)) >= limit);
    }
    Evidence evidence = evidence(running + " of " + limit + " from " + bits.text(source));
    return free ? Verdict.pass(evidence) : new Verdict.Refuse(Reason.PER_SOURCE_LIMIT, evidence);
  }

  private Evidence evidence(String detail) {
    return new Evidence("per_source = " + set.text(), set.origin(), detail);
  }
}
