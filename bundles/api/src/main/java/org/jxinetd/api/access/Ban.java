package org.jxinetd.api.access;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Origin;

/**
 * An address that no service serves.
 *
 * @param address an IPv4 address is never in its mapped form here
 * @param since when it was banned first
 * @param until when it ends; empty for never
 * @param rule why, such as {@code deny_time = 60 of sensor trap}
 * @param origin where that is written
 */
public record Ban(
    Address address, Instant since, Optional<Instant> until, String rule, Origin origin) {

  public Ban {
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(until, "until");
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(origin, "origin");
  }

  /** True while it holds. */
  public boolean holds(Instant now) {
    return until.isEmpty() || now.isBefore(until.get());
  }
}
