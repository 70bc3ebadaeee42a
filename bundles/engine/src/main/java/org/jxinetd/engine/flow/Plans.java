package org.jxinetd.engine.flow;

import java.util.Optional;

/** Where the plan of the moment comes from. Any thread. */
public interface Plans {

  /**
   * Waits for a plan that can be used now; a service that misses a bundle holds its clients here.
   *
   * @return the plan, retained; empty when the wait was too long and clients must be refused
   */
  Optional<Plan> awaitPlan() throws InterruptedException;
}
