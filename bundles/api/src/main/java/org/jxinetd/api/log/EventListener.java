package org.jxinetd.api.log;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Hears of every event of every service as it happens, whatever the services log. Registered as a
 * service without properties: for live views and for counting. What must be kept belongs into an
 * {@link EventSink}.
 */
@FunctionalInterface
@ConsumerType
public interface EventListener {

  /**
   * Takes a batch, in the order of events. Called by one thread at a time, the one that writes the
   * logs: must return at once. Events that were dropped because the queue was full do not come here
   * either.
   */
  void heard(List<Event> batch);
}
