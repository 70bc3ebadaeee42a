package org.jxinetd.engine.flow;

import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.Verdict;

/** A limit on connections per second, as the gate sees it. Any thread. */
public interface Rate {

  /** True when the client is one too many already. */
  boolean isFull(Request client);

  /**
   * Counts one connection.
   *
   * @return false when it is one too many
   */
  boolean charge(Request client);

  /** The verdict on a client that is one too many; counts nothing. */
  Verdict excess(Request client);

  /** A pass, with the state that counts. */
  Verdict room(Request client);

  /**
   * True when each source pays for itself, so that clients whom the rules about <em>who</em> refuse
   * are charged as well: it costs nobody but them.
   */
  boolean chargesStrangers();
}
