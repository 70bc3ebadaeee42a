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
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Network;
import org.jxinetd.api.service.Origin;
import org.jxinetd.engine.flow.Check;
import org.jxinetd.engine.flow.Slots;
import org.jxinetd.host.Bans;

/**
 * The addresses and networks that are banned from every service, by a sensor or by an
 * administrator.
 */
public record BanCheck(Bans bans) implements Check {

  private static final Evidence NOT_BANNED = new Evidence("bans", Origin.NONE, "not banned");

  @Override
  public Phase phase() {
    return Phase.SENSOR;
  }

  @Override
  public Verdict check(Request request, Mode mode, Slots slots) {
    if (request.peer().isEmpty()) {
      return Verdict.pass(NOT_BANNED);
    }
    Address client = request.peer().get().address();
    Optional<Ban> ban = bans.find(client, request.at());
    return ban.isEmpty()
        ? Verdict.pass(NOT_BANNED)
        : new Verdict.Refuse(Reason.ADDRESS, evidence(client, ban.get()));
  }

  private static Evidence evidence(Address client, Ban ban) {
    String until =
        ban.until().map(end -> "until " + end.truncatedTo(ChronoUnit.SECONDS)).orElse("for ever");
    Network network = ban.network();
    String who = network.isSingle() ? network + " is" : client + " is in " + network + ", which is";
    return new Evidence(ban.rule(), ban.origin(), who + " banned " + until);
  }
}
