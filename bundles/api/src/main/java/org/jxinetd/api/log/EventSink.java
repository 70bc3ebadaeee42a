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
   * @throws IOException when some could not be written; the server says so once and goes on
   */
  void write(List<Event> batch) throws IOException;
}
