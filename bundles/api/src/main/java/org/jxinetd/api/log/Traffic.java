package org.jxinetd.api.log;

import java.time.Instant;
import org.jxinetd.api.service.ServiceSpec;

/**
 * What a relay carried.
 *
 * @param in bytes from the client
 * @param out bytes to the client
 */
public record Traffic(ServiceSpec service, Instant at, long in, long out) implements Event {}
