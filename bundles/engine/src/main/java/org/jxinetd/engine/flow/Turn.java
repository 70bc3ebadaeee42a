package org.jxinetd.engine.flow;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.Finding;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.SpawnChanges;
import org.jxinetd.api.handler.Connection;
import org.jxinetd.api.handler.Exchange;
import org.jxinetd.api.handler.Handler;
import org.jxinetd.api.handler.Outcome;
import org.jxinetd.api.handler.Running;
import org.jxinetd.api.log.Ended;
import org.jxinetd.api.log.EndedBy;
import org.jxinetd.api.log.Started;
import org.jxinetd.api.log.TimedOut;
import org.jxinetd.api.log.Traffic;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.engine.foreign.HeldDescriptor;
import org.jxinetd.host.Account;
import org.jxinetd.host.LiveSession;
import org.jxinetd.linux.Fd;
import org.jxinetd.linux.OsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One admitted client at its handler: counted and logged when the server runs, logged again when it
 * ends. What a {@link Session} and a {@link WaitTurn} have in common. Belongs to one thread.
 */
final class Turn implements Exchange, HeldDescriptor {

  private static final Logger LOG = LoggerFactory.getLogger(Turn.class);

  private static final String SESSION_TIME = "session_time";

  /** A rule asks for what only a process can be: nobody is served in another way instead. */
  private static final Handler NOT_POSSIBLE =
      exchange -> {
        LOG.error(
            "service {}: a rule asks for a command or another user, which needs the exec handler",
            exchange.request().service().id());
        return new Outcome.NotStarted(Reason.LIBWRAP);
      };

  private final Surroundings shared;
  private final Plan plan;
  private final Request request;
  private final SpawnChanges changes;
  private final Fd descriptor;
  private final Optional<Connection> connection;
  private LiveSession live; // null until started

  Turn(
      Surroundings shared,
      Plan plan,
      Request request,
      SpawnChanges changes,
      Fd descriptor,
      Optional<Connection> connection) {
    this.shared = shared;
    this.plan = plan;
    this.request = request;
    this.changes = changes;
    this.descriptor = descriptor;
    this.connection = connection;
  }

  @Override
  public Request request() {
    return request;
  }

  @Override
  public SpawnChanges changes() {
    return changes;
  }

  @Override
  public int descriptor() {
    return descriptor.number();
  }

  @Override
  public Fd.Hold hold() {
    try {
      return descriptor.hold();
    } catch (OsException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Connection connection() {
    return connection.orElseThrow(
        () -> new IllegalStateException("the service has no connection: " + request.service()));
  }

  @Override
  public void started(Running server) {
    if (live != null) {
      throw new IllegalStateException("started twice");
    }
    ServiceSpec service = request.service();
    Instant now = shared.clock().instant();
    live = shared.ledger().open(service, request.peer(), now, server);
    plan.log().publish(new Started(service, now, server.pid(), request.peer()));
  }

  @Override
  public boolean retrying(Duration pause) throws InterruptedException {
    Account account = shared.ledger().account(request.service().pid());
    account.retrying(1);
    try {
      Thread.sleep(pause);
    } finally {
      account.retrying(-1);
    }
    if (plan.retired()) {
      LOG.info("dropping retry attempt for service {}", request.service().id());
      return false;
    }
    return true;
  }

  @Override
  public void timedOut() {
    ServiceSpec service = request.service();
    shared.ledger().account(service.pid()).countTimedOut();
    if (live == null) {
      throw new IllegalStateException("timed out before it started");
    }
    live.endedBy(EndedBy.SESSION_TIME);
    String time = service.word(SESSION_TIME).orElse("");
    Origin origin = service.attribute(SESSION_TIME).map(Attribute::origin).orElse(service.origin());
    Evidence evidence = new Evidence(SESSION_TIME + " = " + time, origin, "");
    long pid = live.server().pid();
    Instant now = shared.clock().instant();
    plan.log().publish(new TimedOut(service, now, pid, request.peer(), evidence));
  }

  /**
   * Serves to the end.
   *
   * @param closeClient closes the client's socket, so that the client need not wait for our log;
   *     not called for a client that goes on to another service
   * @param wanted whether others may be waiting for the place of this session: then it becomes free
   *     only when its last line is written
   * @return what became of it
   */
  Outcome serve(Handler handler, Runnable closeClient, BooleanSupplier wanted) {
    Outcome outcome = outcome(handler);
    if (!(outcome instanceof Outcome.HandedOver)) {
      closeClient.run();
    }
    if (live == null) {
      Reason why = outcome instanceof Outcome.NotStarted failed ? failed.why() : Reason.FORK;
      Evidence evidence = new Evidence("server", request.service().origin(), "nothing started");
      Finding finding = new Finding("server", Optional.of(why), evidence);
      RefusalLog.write(shared.ledger(), plan, request, why, List.of(finding));
      return outcome;
    }
    try {
      logEnd(outcome, wanted.getAsBoolean());
    } finally {
      shared.ledger().close(live);
    }
    return outcome;
  }

  private void logEnd(Outcome outcome, boolean wanted) {
    ServiceSpec service = request.service();
    Instant now = shared.clock().instant();
    Optional<Endpoint> peer = request.peer();
    if (outcome instanceof Outcome.Relayed relayed) {
      plan.log().publish(new Traffic(service, now, relayed.in(), relayed.out()));
    }
    if (!plan.brief()) {
      long pid = live.server().pid();
      Duration duration = Duration.between(live.since(), now);
      Ended ended = new Ended(service, now, pid, peer, outcome, duration, live.endedBy());
      if (wanted) {
        plan.log().publishAndAwait(ended);
      } else {
        plan.log().publishLast(ended);
      }
    }
  }

  /** A rule may put a command in the place of the server. */
  private Handler actual(Handler handler) {
    if (handler.startsProcesses()) {
      return handler;
    }
    if (changes.command().isPresent()) {
      return plan.commands().orElse(NOT_POSSIBLE);
    }
    boolean otherOwner = changes.owner().uid().isPresent() || changes.owner().gid().isPresent();
    return otherOwner ? NOT_POSSIBLE : handler;
  }

  private Outcome outcome(Handler handler) {
    try {
      return actual(handler).serve(this);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.error("service {}: {}", request.service().id(), e.getMessage());
    } catch (RuntimeException | StackOverflowError e) {
      LOG.error("service {}: its handler failed", request.service().id(), e);
    }
    return new Outcome.Served();
  }
}
