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
   * Ends sessions: asks their servers first and kills those that still run after a grace period.
   *
   * @param numbers of the sessions; those that are gone already do no harm
   * @param grace how long to wait between the two, and again for the end
   * @return the numbers of those that run on in spite of it
   */
  default List<Long> kick(List<Long> numbers, Duration grace) throws InterruptedException {
    return numbers;
  }

  /** What other bundles provide at this moment. */
  default List<ProviderStatus> providers() {
    return List.of();
  }

  /** How the server itself is. */
  default Vitals vitals() {
    return new Vitals(0, 0, 0, List.of(), 0);
  }

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

  /**
   * Something a bundle provides.
   *
   * @param kind {@code access}, {@code pattern}, {@code handler}, {@code built-in}, {@code log} or
   *     {@code other}
   * @param bundle symbolic name
   * @param owns the attributes, patterns or the one name it serves; for a built-in service its name
   *     with {@code /stream} and {@code /dgram}, as it answers them
   * @param usedBy ids of the services that are compiled against it now
   * @param quarantine why it is not asked any more; empty while it is
   */
  record ProviderStatus(
      String kind,
      String bundle,
      List<String> owns,
      List<String> usedBy,
      Optional<String> quarantine) {
    public ProviderStatus {
      owns = List.copyOf(owns);
      usedBy = List.copyOf(usedBy);
    }
  }

  /**
   * The state of what all services share.
   *
   * @param eventsQueued events that wait for the logs
   * @param eventCapacity how many may wait
   * @param eventsDropped events lost since the start because the queue was full
   * @param failingLogs logs that cannot be written now
   * @param sessionPlaces how many more sessions are taken
   */
  record Vitals(
      int eventsQueued,
      int eventCapacity,
      long eventsDropped,
      List<String> failingLogs,
      int sessionPlaces) {
    public Vitals {
      failingLogs = List.copyOf(failingLogs);
    }
  }
}
