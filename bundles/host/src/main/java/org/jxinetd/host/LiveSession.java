package org.jxinetd.host;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jxinetd.api.handler.Running;
import org.jxinetd.api.log.EndedBy;
import org.jxinetd.api.service.Endpoint;

/**
 * A session that runs, as the ledger knows it. The session's thread ends it; any thread may ask its
 * server to go.
 */
public final class LiveSession {

  private final long number;
  private final String service;
  private final String serviceId;
  private final boolean holdsSocket;
  private final Optional<Endpoint> peer;
  private final Instant since;
  private final Running server;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicReference<EndedBy> endedBy = new AtomicReference<>();

  LiveSession(
      long number,
      String service,
      String serviceId,
      boolean holdsSocket,
      Optional<Endpoint> peer,
      Instant since,
      Running server) {
    this.number = number;
    this.service = service;
    this.serviceId = serviceId;
    this.holdsSocket = holdsSocket;
    this.peer = peer;
    this.since = since;
    this.server = server;
  }

  /** Counts up from 1 for the life of the process. */
  public long number() {
    return number;
  }

  /** PID of the service's configuration. */
  public String service() {
    return service;
  }

  public String serviceId() {
    return serviceId;
  }

  /** True when the server has the service's own socket ({@code wait = yes}). */
  public boolean holdsSocket() {
    return holdsSocket;
  }

  public Optional<Endpoint> peer() {
    return peer;
  }

  public Instant since() {
    return since;
  }

  public Running server() {
    return server;
  }

  /** Remembers who ends it; the first one counts. */
  public void endedBy(EndedBy who) {
    endedBy.compareAndSet(null, who);
  }

  /** Who has asked its server to end; empty when nobody has. */
  public Optional<EndedBy> endedBy() {
    return Optional.ofNullable(endedBy.get());
  }

  /** Asks its server to end, on somebody's account. */
  public void terminate(EndedBy who) {
    endedBy(who);
    server.terminate();
  }

  /** Ends its server, on somebody's account. */
  public void kill(EndedBy who) {
    endedBy(who);
    server.kill();
  }

  void end() {
    ended.countDown();
  }

  /** Blocks until the session is over. */
  public void awaitEnd() throws InterruptedException {
    ended.await();
  }

  /**
   * Blocks until the session is over, at most so long.
   *
   * @return false when it goes on
   */
  public boolean awaitEnd(Duration limit) throws InterruptedException {
    return ended.await(limit.toNanos(), TimeUnit.NANOSECONDS);
  }
}
