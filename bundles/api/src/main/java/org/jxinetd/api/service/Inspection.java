package org.jxinetd.api.service;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** What only a state dump and a consistency check want to know of the engine. Any thread. */
@ProviderType
public interface Inspection {

  /**
   * Compares what the engine believes with what is: one sentence for each contradiction that stays
   * for a moment, so that changes under way are none. May take half a second.
   */
  List<String> inconsistencies() throws InterruptedException;

  /** The engine's view of one service; empty when there is none of this PID. */
  Optional<Detail> detail(String pid);

  /**
   * One service, more closely.
   *
   * @param descriptor of its socket; -1 when it has none
   * @param polled whether the engine waits for clients at this moment; not while a {@code wait =
   *     yes} server has the socket, nor during a pause
   * @param retrying clients whose server could not be started yet
   * @param timedOut sessions ended by {@code session_time} since the service was defined
   */
  record Detail(int descriptor, boolean polled, int retrying, long timedOut) {}
}
