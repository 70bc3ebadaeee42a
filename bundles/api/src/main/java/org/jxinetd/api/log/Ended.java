package org.jxinetd.api.log;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jxinetd.api.handler.Outcome;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.ServiceSpec;

/** A session is over. */
public record Ended(
    ServiceSpec service,
    Instant at,
    long pid,
    Optional<Endpoint> peer,
    Outcome outcome,
    Duration duration)
    implements Event {}
