package org.jxinetd.engine.flow;

import java.util.List;
import java.util.Optional;
import org.jxinetd.api.access.Ban;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.Finding;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Refusal;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.log.Banned;
import org.jxinetd.api.log.Refused;
import org.jxinetd.api.service.Flag;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.SocketType;
import org.jxinetd.host.Ledger;

/** Writes refusals down: kept with their evidence in the ledger, and as an event of the service. */
public final class RefusalLog {

  private RefusalLog() {}

  /**
   * Writes one down.
   *
   * @param findings what the rules said, the objection last
   */
  static void write(Ledger ledger, Plan plan, Request request, Reason why, List<Finding> findings) {
    boolean datagram = plan.service().socketType() == SocketType.DGRAM;
    if (datagram
        && why.equals(Reason.ADDRESS)
        && request.peer().isPresent()
        && plan.lastStranger().isRepeated(request.peer().get(), request.at())) {
      return;
    }
    Refusal kept = keep(ledger, plan.service(), request, why, findings);
    Evidence evidence =
        findings.isEmpty() ? new Evidence("", Origin.NONE, "") : findings.getLast().evidence();
    plan.log()
        .publish(
            new Refused(plan.service(), request.at(), request.peer(), why, evidence, kept.id()));
    ban(ledger, request, evidence)
        .ifPresent(
            ban ->
                plan.log().publish(new Banned(plan.service(), request.at(), request.peer(), ban)));
  }

  /** The ban that the refusal has brought with it: a sensor's bears the rule of its refusals. */
  private static Optional<Ban> ban(Ledger ledger, Request request, Evidence evidence) {
    if (!request.service().has(Flag.SENSOR) || request.peer().isEmpty()) {
      return Optional.empty();
    }
    return ledger
        .bans()
        .find(request.peer().get().address(), request.at())
        .filter(ban -> ban.rule().equals(evidence.rule()));
  }

  /** Keeps a refusal of a service that has no log at the moment. */
  public static Refusal keep(
      Ledger ledger, ServiceSpec service, Request request, Reason why, List<Finding> findings) {
    return ledger.refusals().add(request.at(), service.id(), request.peer(), why, findings);
  }
}
