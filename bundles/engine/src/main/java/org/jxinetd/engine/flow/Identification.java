package org.jxinetd.engine.flow;

import java.time.Instant;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jxinetd.api.access.Identity;
import org.jxinetd.api.access.IdentityProvider.Asker;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.log.Event;
import org.jxinetd.api.log.Identified;
import org.jxinetd.api.service.Endpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When the hosts of a stream service's clients are asked who their user is. Never for a service on
 * tcp port 113: two hosts would ask each other for ever. Any thread.
 *
 * @param needed nobody is served before their host has named them (IDONLY)
 * @param ofServed the user of a served client is logged
 * @param ofRefused the user of a refused client is logged
 */
public record Identification(Asker asker, boolean needed, boolean ofServed, boolean ofRefused) {

  /** Nobody is asked about anybody. */
  public static final Identification NONE =
      new Identification(request -> new Identity.Unknown("system error"), false, false, false);

  private static final Logger LOG = LoggerFactory.getLogger(Identification.class);
  private static final int IDENT_PORT = 113;

  /** Connections that are kept open, refused already, for the sake of their USERID line. */
  private static final Semaphore REFUSED = new Semaphore(256);

  boolean forbidden(Request request) {
    OptionalInt port =
        request.local().map(Endpoint::port).map(OptionalInt::of).orElse(OptionalInt.empty());
    return port.isEmpty() || port.getAsInt() == IDENT_PORT;
  }

  /** Begins to ask about a client that is served meanwhile; the plan is kept until the answer. */
  void ofServed(Plan plan, Request request) {
    if (!ofServed || needed || forbidden(request) || !plan.retain()) {
      return;
    }
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                log(request, asker.ask(request), plan.log()::publish);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } catch (RuntimeException e) {
                LOG.error("service {}: ident failed", request.service().id(), e);
              } finally {
                plan.release();
              }
            });
  }

  /** Asks about a refused client while its connection is still open; not about a crowd of them. */
  void ofRefused(Plan plan, Request request) throws InterruptedException {
    if (!ofRefused || forbidden(request) || !REFUSED.tryAcquire()) {
      return;
    }
    try {
      log(request, asker.ask(request), plan.log()::publish);
    } finally {
      REFUSED.release();
    }
  }

  static void log(Request request, Identity identity, Consumer<Event> log) {
    if (identity instanceof Identity.Known known) {
      log.accept(new Identified(request.service(), Instant.now(), request.peer(), known.text()));
    }
  }
}
