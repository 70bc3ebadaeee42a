package org.jxinetd.api.handler;

import java.io.IOException;
import org.osgi.annotation.versioning.ConsumerType;

/** Serves the clients of one service. Called by many session threads at a time. */
@FunctionalInterface
@ConsumerType
public interface Handler {

  /**
   * Serves one client to the end; blocks until then.
   *
   * @throws IOException when the session broke; it is logged for the daemon and ends the session
   * @throws InterruptedException when the session is ended by the server
   */
  Outcome serve(Exchange exchange) throws IOException, InterruptedException;

  /**
   * True when it starts processes and heeds all of {@link Exchange#changes()}: the command in place
   * of the server, and who it runs as.
   */
  default boolean startsProcesses() {
    return false;
  }
}
