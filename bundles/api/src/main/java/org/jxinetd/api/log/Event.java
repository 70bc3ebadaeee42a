package org.jxinetd.api.log;

import java.time.Instant;
import org.jxinetd.api.service.ServiceSpec;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Something that happened to a client of a service. New kinds may be added at any time: a sink
 * passes over those it does not know.
 */
@ProviderType
public interface Event {

  ServiceSpec service();

  Instant at();
}
