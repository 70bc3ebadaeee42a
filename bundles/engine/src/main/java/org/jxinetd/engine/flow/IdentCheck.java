package org.jxinetd.engine.flow;

import java.util.function.Consumer;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.Identity;
import org.jxinetd.api.access.Mode;
import org.jxinetd.api.access.Phase;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.log.Event;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.Origin;

/**
 * {@code flags = IDONLY}: the last check asks the client's host for the user, logs a name that
 * comes, and refuses a client without one.
 */
public record IdentCheck(Identification identification, Consumer<Event> log) implements Check {

  private static final String RULE = "flags = IDONLY";

  @Override
  public Phase phase() {
    return Phase.IDENT;
  }

  @Override
  public boolean mayWait() {
    return true;
  }

  @Override
  public Verdict check(Request request, Mode mode, Slots slots) {
    if (mode == Mode.DRY_RUN) {
      return Verdict.pass(evidence(request, "if the client's host names its user"));
    }
    Identity identity = ask(request);
    Identification.log(request, identity, log);
    return switch (identity) {
      case Identity.Known known -> Verdict.pass(evidence(request, known.text()));
      case Identity.Unknown unknown ->
          new Verdict.Refuse(Reason.IDENT, evidence(request, unknown.why()));
    };
  }

  private Identity ask(Request request) {
    if (identification.forbidden(request)) {
      return new Identity.Unknown("system error");
    }
    try {
      return identification.asker().ask(request);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Identity.Unknown("system error");
    }
  }

  private static Evidence evidence(Request request, String detail) {
    Origin origin =
        request
            .service()
            .attribute("flags")
            .map(Attribute::origin)
            .orElse(request.service().origin());
    return new Evidence(RULE, origin, detail);
  }
}
