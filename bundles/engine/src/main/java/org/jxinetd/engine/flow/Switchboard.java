package org.jxinetd.engine.flow;

import java.util.Optional;

/** Finds the services that clients reach through another service. Any thread. */
public interface Switchboard {

  /**
   * A service to hand a client to.
   *
   * @param plan retained for the client
   * @param paused a limit has switched the service off for a while
   */
  record Line(Plans plans, Plan plan, Session.Suspender suspender, boolean paused) {}

  /**
   * Waits for a plan of a service that has no socket of its own.
   *
   * @param service PID of its configuration
   * @return empty when there is no such service, or it has missed a bundle for too long
   */
  Optional<Line> connect(String service) throws InterruptedException;
}
