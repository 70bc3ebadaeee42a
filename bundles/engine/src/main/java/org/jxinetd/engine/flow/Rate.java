package org.jxinetd.engine.flow;

import org.jxinetd.api.access.Verdict;

/** A limit on connections per second, as the gate sees it. Any thread. */
public interface Rate {

  /** True when the last second is used up. */
  boolean isFull();

  /**
   * Counts one connection.
   *
   * @return false when it is one too many
   */
  boolean charge();

  /** The verdict on a connection that is one too many. */
  Verdict suspend();
}
