package org.jxinetd.api.access;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Every rule that a client meets, in order, and what comes of it.
 *
 * @param service id of the service
 * @param findings what each rule says, whether or not an earlier one has objected
 * @param decisive the finding that decides; empty when the client is served
 */
public record Explanation(String service, List<Finding> findings, Optional<Finding> decisive) {

  public Explanation {
    Objects.requireNonNull(service, "service");
    Objects.requireNonNull(decisive, "decisive");
    findings = List.copyOf(findings);
  }

  /** True when the server is started for the client. */
  public boolean admitted() {
    return decisive.isEmpty();
  }
}
