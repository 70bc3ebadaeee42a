package org.jxinetd.host.start;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jxinetd.api.log.EndedBy;
import org.jxinetd.api.service.ServiceType;
import org.jxinetd.api.service.SuperServer;
import org.jxinetd.host.Ledger;
import org.jxinetd.host.LiveSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What SIGTERM does to sessions before the daemon ends: those that the daemon itself serves (built
 * in, relayed) are closed, so that their last lines are written; servers of RPC services are
 * killed, since nobody would find them any more; other servers live on.
 */
final class Farewell {

  private static final Logger LOG = LoggerFactory.getLogger(Farewell.class);

  private final Ledger ledger;
  private final Optional<SuperServer> server;

  Farewell(Ledger ledger, Optional<SuperServer> server) {
    this.ledger = ledger;
    this.server = server;
  }

  /** Ends what must end and waits for it, at most so long. */
  void say(Duration limit) throws InterruptedException {
    Set<String> rpc =
        server.stream()
            .flatMap(s -> s.services().stream())
            .filter(s -> s.service().has(ServiceType.RPC))
            .map(s -> s.service().pid())
            .collect(Collectors.toCollection(HashSet::new));
    List<LiveSession> ending =
        ledger.sessions().stream()
            .filter(s -> s.server().pid() == 0 || rpc.contains(s.service()))
            .toList();
    for (LiveSession session : ending) {
      boolean kill = session.server().pid() != 0;
      LOG.warn(
          "Sending signal {} to {} server {}",
          kill ? 9 : 15,
          session.serviceId(),
          session.server().pid());
      if (kill) {
        session.kill(EndedBy.SHUTDOWN);
      } else {
        session.terminate(EndedBy.SHUTDOWN);
      }
    }
    long deadline = System.nanoTime() + limit.toNanos();
    for (LiveSession session : ending) {
      session.awaitEnd(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    }
  }
}
