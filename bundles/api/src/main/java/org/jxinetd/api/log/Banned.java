package org.jxinetd.api.log;

import java.time.Instant;
import java.util.Optional;
import org.jxinetd.api.access.Ban;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.ServiceSpec;

/**
 * A sensor has banned a client from every service, or has made its ban last longer. The {@link
 * Refused} of the same client comes before it.
 *
 * @param service the sensor
 * @param ban what is in force now
 */
public record Banned(ServiceSpec service, Instant at, Optional<Endpoint> peer, Ban ban)
    implements Event {}
