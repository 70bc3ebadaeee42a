package org.jxinetd.api.log;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jxinetd.api.handler.Outcome;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.ServiceSpec;

/**
 * A session is over.
 *
 * @param by who asked its server to end; empty when it ended by itself or somebody else ended it
 */
public record Ended(
    ServiceSpec service,
    Instant at,
    long pid,
    Optional<Endpoint> peer,
    Outcome outcome,
    Duration duration,
    Optional<EndedBy> by)
    implements Event {

  /** The end of a session that nobody asked for. */
  public Ended(
      ServiceSpec service,
      Instant at,
      long pid,
      Optional<Endpoint> peer,
      Outcome outcome,
      Duration duration) {
    this(service, at, pid, peer, outcome, duration, Optional.empty());
  }
}
