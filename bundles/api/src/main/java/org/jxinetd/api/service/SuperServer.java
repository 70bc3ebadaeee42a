package org.jxinetd.api.service;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jxinetd.api.access.Doorkeeper;
import org.osgi.annotation.versioning.ProviderType;

/** The running server, as seen by commands and by services that tell about it. Any thread. */
@ProviderType
public interface SuperServer {

  /** All services in the order of the configuration. */
  List<ServiceStatus> services();

  /** The sessions that run now, oldest first. */
  List<SessionStatus> sessions();

  /** Who gets in, who did not, who is banned. */
  Doorkeeper door();

  /**
   * Waits until a generation of the configuration is in force.
   *
   * @return false when that did not happen in time
   */
  boolean awaitGeneration(long number, Duration limit) throws InterruptedException;

  /**
   * One service.
   *
   * @param bound where it listens; empty when it has no socket
   * @param running sessions that count as instances
   */
  record ServiceStatus(
      ServiceSpec service, ServiceState state, Optional<Endpoint> bound, int running) {}

  /**
   * One session.
   *
   * @param number counts up from 1 for the life of the process
   * @param service id of the service
   * @param pid process id of its server; 0 when the daemon itself serves
   * @param peer the client; empty when unknown, as with {@code wait = yes} on a stream
   */
  record SessionStatus(
      long number, String service, long pid, Optional<Endpoint> peer, Instant started) {}
}
