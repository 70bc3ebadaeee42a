package org.jxinetd.api.log;

import java.time.Instant;
import java.util.Optional;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.ServiceSpec;

/** A client was kept out. */
public record Refused(
    ServiceSpec service, Instant at, Optional<Endpoint> peer, Reason reason, Evidence evidence)
    implements Event {}
