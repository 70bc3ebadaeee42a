package org.jxinetd.health;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.jxinetd.api.service.SuperServer;
import org.jxinetd.api.service.SuperServer.Vitals;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The queue of events drops nothing: critical when events were dropped since the last time somebody
 * asked, a warning when it is more than half full or ever dropped any.
 */
@Component(
    service = HealthCheck.class,
    property = {"hc.name=events", "hc.tags=jxinetd"})
public final class EventsKept implements HealthCheck {

  private final SuperServer server;
  private final AtomicLong known = new AtomicLong();

  @Activate
  public EventsKept(@Reference SuperServer server) {
    this.server = server;
  }

  @Override
  public Result execute() {
    FormattingResultLog log = new FormattingResultLog();
    Vitals vitals = server.vitals();
    long before = known.getAndSet(vitals.eventsDropped());
    if (vitals.eventsDropped() > before) {
      log.critical("{} events were dropped", vitals.eventsDropped() - before);
    } else if (vitals.eventsDropped() > 0) {
      log.warn("{} events were dropped since the start, none lately", vitals.eventsDropped());
    }
    if (vitals.eventsQueued() > vitals.eventCapacity() / 2) {
      log.warn(
          "{} of {} places of the queue are taken", vitals.eventsQueued(), vitals.eventCapacity());
    }
    log.info("{} events wait to be written", vitals.eventsQueued());
    return new Result(log);
  }
}
