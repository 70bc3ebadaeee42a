package org.jxinetd.log.file;

import java.util.Optional;
import org.jxinetd.api.log.Event;

/** How an event is written. Used by one thread at a time. */
@FunctionalInterface
interface LineForm {

  /** One line without its end; empty for an event that the service does not want kept. */
  Optional<String> of(Event event);
}
