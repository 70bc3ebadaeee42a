package org.jxinetd.api.access;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jxinetd.api.service.Network;
import org.jxinetd.api.service.Origin;

/**
 * An address, or a block of addresses, that no service serves.
 *
 * @param network who is banned
 * @param since when it was banned first
 * @param until when it ends; empty for never
 * @param rule why, such as {@code deny_time = 60 of sensor trap}
 * @param origin where that is written
 */
public record Ban(
    Network network, Instant since, Optional<Instant> until, String rule, Origin origin) {

  public Ban {
    Objects.requireNonNull(network, "network");
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
