package org.jxinetd.api.log;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.ServiceSpec;

/**
 * A client's host said who its user is.
 *
 * @param text operating system and user as replied, such as {@code UNIX : alice}
 */
public record Identified(ServiceSpec service, Instant at, Optional<Endpoint> peer, String text)
    implements Event {

  public Identified {
    Objects.requireNonNull(text, "text");
  }
}
