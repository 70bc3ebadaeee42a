package org.jxinetd.api.log;

import java.time.Instant;
import java.util.Optional;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.ServiceSpec;

/**
 * A client was kept out.
 *
 * @param id the number by which {@code xinetctl fails} knows it; 0 when it is not kept
 */
public record Refused(
    ServiceSpec service,
    Instant at,
    Optional<Endpoint> peer,
    Reason reason,
    Evidence evidence,
    long id)
    implements Event {

  /** A refusal that is not kept. */
  public Refused(
      ServiceSpec service, Instant at, Optional<Endpoint> peer, Reason reason, Evidence evidence) {
    this(service, at, peer, reason, evidence, 0);
  }
}
