package org.jxinetd.api.log;

import java.time.Instant;
import java.util.Optional;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.ServiceSpec;

/**
 * A session has taken all the time it may: its server is being ended. How it ended tells the {@link
 * Ended} that follows.
 *
 * @param evidence {@code session_time} and where it is written
 */
public record TimedOut(
    ServiceSpec service, Instant at, long pid, Optional<Endpoint> peer, Evidence evidence)
    implements Event {}
