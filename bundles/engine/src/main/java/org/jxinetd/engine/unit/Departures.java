package org.jxinetd.engine.unit;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jxinetd.api.log.EndedBy;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.host.Ledger;
import org.jxinetd.host.Lifecycle;
import org.jxinetd.host.LiveSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/**
 * Ends the servers of services that are gone: asked first, killed after a grace period. Belongs to
 * the control thread.
 */
final class Departures {

  private static final Logger LOG = LoggerFactory.getLogger(Departures.class);
  private static final Marker NOTICE = MarkerFactory.getMarker("NOTICE");

  /** How long a server has between SIGTERM and SIGKILL. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private static final int SIGTERM = 15;
  private static final int SIGKILL = 9;

  private final Ledger ledger;
  private final Control control;
  private final Lifecycle lifecycle;

  Departures(Ledger ledger, Control control, Lifecycle lifecycle) {
    this.ledger = ledger;
    this.control = control;
    this.lifecycle = lifecycle;
  }

  /**
   * A service is gone.
   *
   * @param back whether it is there again
   */
  void of(ServiceSpec service, BooleanSupplier back) {
    LOG.info(NOTICE, "service {} deactivated", service.id());
    if (lifecycle.sparing()) {
      return; // a soft reconfiguration: they end by themselves
    }
    signal(service.pid(), SIGTERM);
    control.later(
        GRACE,
        () -> {
          if (!back.getAsBoolean()) {
            signal(service.pid(), SIGKILL);
          }
          ledger.forget(service.pid());
        });
  }

  private void signal(String pid, int signal) {
    for (LiveSession session : ledger.sessions(pid)) {
      LOG.warn(
          "Sending signal {} to {} server {}", signal, session.serviceId(), session.server().pid());
      if (signal == SIGTERM) {
        session.terminate(EndedBy.RELOAD);
      } else {
        session.kill(EndedBy.RELOAD);
      }
    }
  }
}
