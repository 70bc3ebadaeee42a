package org.jxinetd.api.log;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Keeps events. Used by one thread at a time. */
@ConsumerType
public interface EventSink extends Closeable {

  /**
   * Writes a batch in order; when it returns, the lines are with the operating system.
   *
   * @throws IOException when some could not be written, best a {@link LinesLost}; the server says
   *     so once, goes on, and tells the number of lines lost when the sink works again
   */
  void write(List<Event> batch) throws IOException;

  /**
   * What people know the destination by, such as the path of a file. Sinks of several services that
   * share one name share their troubles, which are then said once for all; empty when the
   * destination is that of one service.
   */
  default String destination() {
    return "";
  }
}
