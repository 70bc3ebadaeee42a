package org.jxinetd.engine.flow;

import java.time.Duration;
import java.time.Instant;
import org.jxinetd.api.service.Endpoint;

/**
 * The client of a datagram service that was refused last, so that one that sends again and again
 * does not fill the log: it is written down once a minute. Any thread.
 */
final class LastStranger {

  private static final Duration QUIET = Duration.ofSeconds(60);

  private Endpoint last;
  private Instant written = Instant.MIN;

  /** True when the same address and port was written down less than a minute ago. */
  synchronized boolean isRepeated(Endpoint client, Instant now) {
    if (client.equals(last) && !now.isAfter(written.plus(QUIET))) {
      return true;
    }
    last = client;
    written = now;
    return false;
  }
}
