package org.jxinetd.engine.limit;

import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jxinetd.api.access.Ban;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.Mode;
import org.jxinetd.api.access.Phase;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.service.Origin;
import org.jxinetd.engine.flow.Check;
import org.jxinetd.engine.flow.Slots;
import org.jxinetd.host.Bans;

/** The addresses that are banned from every service, by a sensor or by an administrator. */
public record BanCheck(Bans bans) implements Check {

  private static final Evidence NOT_BANNED = new Evidence("bans", Origin.NONE, "not banned");

  @Override
  public Phase phase() {
    return Phase.SENSOR;
  }

  @Override
  public Verdict check(Request request, Mode mode, Slots slots) {
    Optional<Ban> ban = request.peer().flatMap(peer -> bans.find(peer.address(), request.at()));
    return ban.isEmpty()
        ? Verdict.pass(NOT_BANNED)
        : new Verdict.Refuse(Reason.ADDRESS, evidence(ban.get()));
  }

  private static Evidence evidence(Ban ban) {
    String until =
        ban.until().map(end -> "until " + end.truncatedTo(ChronoUnit.SECONDS)).orElse("for ever");
    return new Evidence(ban.rule(), ban.origin(), ban.address() + " is banned " + until);
  }
}
