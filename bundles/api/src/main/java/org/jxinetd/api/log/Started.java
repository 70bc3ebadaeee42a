package org.jxinetd.api.log;

import java.time.Instant;
import java.util.Optional;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.ServiceSpec;

/**
 * A server was started for a client.
 *
 * @param pid process id; 0 when the daemon itself serves
 */
public record Started(ServiceSpec service, Instant at, long pid, Optional<Endpoint> peer)
    implements Event {}
