package org.jxinetd.api.access;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jxinetd.api.service.Endpoint;

/**
 * A client that was kept out, with what was known when that was decided.
 *
 * @param id counts up from 1 for the life of the process
 * @param service id of the service
 * @param findings what the rules said, in the order asked, the objection last
 */
public record Refusal(
    long id,
    Instant at,
    String service,
    Optional<Endpoint> peer,
    Reason reason,
    List<Finding> findings) {

  public Refusal {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(service, "service");
    Objects.requireNonNull(peer, "peer");
    Objects.requireNonNull(reason, "reason");
    findings = List.copyOf(findings);
  }
}
