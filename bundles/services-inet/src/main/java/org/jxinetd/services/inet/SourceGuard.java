package org.jxinetd.services.inet;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jxinetd.api.handler.Datagram;
import org.jxinetd.api.service.Endpoint;
import org.slf4j.Logger;

/**
 * Keeps two datagram services from answering each other for ever: nobody but a service sends from a
 * port below 1024 or from a port of a built-in service of this daemon, so such datagrams, and those
 * whose sender cannot be one host, get no answer. A loop with a service elsewhere on a high port is
 * bounded by {@code cps}. Any thread.
 */
final class SourceGuard {

  private static final int FIRST_CLIENT_PORT = 1024;
  private static final Duration QUIET = Duration.ofSeconds(10);

  private final OwnPorts own;
  private final Clock clock;
  private final Logger log;
  private Instant nextWarning = Instant.MIN;
  private long unsaid;

  SourceGuard(OwnPorts own, Clock clock, Logger log) {
    this.own = own;
    this.clock = clock;
    this.log = log;
  }

  /** True when the sender may be answered. */
  boolean admits(Datagram datagram) {
    Endpoint peer = datagram.peer();
    if (peer.port() >= FIRST_CLIENT_PORT
        && !own.contains(peer.port())
        && !peer.address().isMulticast()
        && !peer.address().isAny()) {
      return true;
    }
    warn(peer);
    return false;
  }

  /** One warning at a time: a flood must not fill the log. */
  private synchronized void warn(Endpoint peer) {
    Instant now = clock.instant();
    if (now.isBefore(nextWarning)) {
      unsaid++;
      return;
    }
    nextWarning = now.plus(QUIET);
    if (unsaid > 0) {
      log.warn("{} more datagrams from ports of services were dropped", unsaid);
      unsaid = 0;
    }
    log.warn("Possible Denial of Service attack from {} {}", peer.address(), peer.port());
  }
}
