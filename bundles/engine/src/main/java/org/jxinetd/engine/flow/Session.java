package org.jxinetd.engine.flow;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.Mode;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.handler.Outcome;
import org.jxinetd.api.log.Refused;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.linux.Fd;
import org.jxinetd.linux.OsException;
import org.jxinetd.linux.SocketConnection;
import org.jxinetd.linux.Sockets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client of a stream service from accept to close: the only control flow there is. Runs on a
 * virtual thread of its own, which owns the descriptor, the places taken and one use of the plan.
 */
public final class Session implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Session.class);

  /** Pauses the service that a limit has tripped. */
  public interface Suspender {
    void suspend(Verdict.Suspend verdict);
  }

  private final Surroundings shared;
  private final Plan plan;
  private final Sockets.Accepted accepted;
  private final Suspender suspender;
  private final Switchboard switchboard;
  private final Optional<Outcome.HandedOver> asked;

  /**
   * @param plan retained for this session
   * @param accepted the client; the session closes it
   */
  public Session(
      Surroundings shared,
      Plan plan,
      Sockets.Accepted accepted,
      Suspender suspender,
      Switchboard switchboard) {
    this(shared, plan, accepted, suspender, switchboard, Optional.empty());
  }

  private Session(
      Surroundings shared,
      Plan plan,
      Sockets.Accepted accepted,
      Suspender suspender,
      Switchboard switchboard,
      Optional<Outcome.HandedOver> asked) {
    this.shared = shared;
    this.plan = plan;
    this.accepted = accepted;
    this.suspender = suspender;
    this.switchboard = switchboard;
    this.asked = asked;
  }

  @Override
  public void run() {
    try (Fd fd = accepted.fd()) {
      Optional<Outcome.HandedOver> next = turn(fd);
      if (next.isPresent()) {
        handOver(fd, next.get());
      }
    } finally {
      shared.ceiling().release();
    }
  }

  /** The client at one service; where it wants to go from there. */
  private Optional<Outcome.HandedOver> turn(Fd fd) {
    try {
      Endpoint local = Sockets.local(fd);
      Instant now = shared.clock().instant();
      Request request =
          new Request(plan.service(), Optional.of(accepted.peer()), Optional.of(local), now);
      return serve(fd, local, request);
    } catch (OsException e) {
      LOG.debug("service {}: client {}: {}", plan.service().id(), accepted.peer(), e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the session was told to end
    } finally {
      plan.release();
    }
    return Optional.empty();
  }

  /** To a service that is reached through this one, all checks of that service included. */
  private void handOver(Fd fd, Outcome.HandedOver next) {
    try {
      // a service that was handed a client cannot hand it on
      Optional<Switchboard.Line> found =
          asked.isPresent() ? Optional.empty() : switchboard.connect(next.service());
      if (found.isPresent() && !found.get().paused()) {
        Switchboard.Line line = found.get();
        Session session =
            new Session(
                shared, line.plan(), accepted, line.suspender(), switchboard, Optional.of(next));
        var unused = session.turn(fd);
        return;
      }
      if (found.isPresent()) {
        refusePaused(found.get().plan());
      }
      ClientBytes.send(fd, next.refused().getBytes(StandardCharsets.ISO_8859_1));
      ClientBytes.farewell(fd);
    } catch (OsException e) {
      LOG.debug("service {}: client {}: {}", plan.service().id(), accepted.peer(), e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void refusePaused(Plan target) {
    try {
      Evidence evidence = new Evidence("cps", target.service().origin(), "the service is paused");
      Instant now = shared.clock().instant();
      Optional<Endpoint> peer = Optional.of(accepted.peer());
      target.log().publish(new Refused(target.service(), now, peer, Reason.CPS, evidence));
    } finally {
      target.release();
    }
  }

  private Optional<Outcome.HandedOver> serve(Fd fd, Endpoint local, Request request)
      throws OsException, InterruptedException {
    if (asked.isEmpty()) {
      send(fd, plan.banners().always());
    }
    try (Admission admission = plan.gate().admit(request, Mode.DECIDE)) {
      switch (admission.verdict()) {
        case Verdict.Pass pass -> {
          if (asked.isPresent()) {
            // its protocol has the first word, then what the service says to all
            ClientBytes.send(fd, asked.get().accepted().getBytes(StandardCharsets.ISO_8859_1));
            send(fd, plan.banners().always());
          }
          send(fd, plan.banners().success());
          SocketConnection connection = new SocketConnection(fd, accepted.peer(), local);
          Turn turn =
              new Turn(
                  shared, plan, request, admission.changes(), fd.number(), Optional.of(connection));
          Outcome outcome = turn.serve(plan.handler().orElseThrow(), fd::close);
          if (outcome instanceof Outcome.HandedOver next) {
            return Optional.of(next); // the places here are free again when it goes on
          }
        }
        case Verdict.Refuse refuse -> refuse(fd, request, refuse.why(), refuse);
        case Verdict.Suspend suspend -> {
          suspender.suspend(suspend);
          refuse(fd, request, suspend.why(), suspend);
        }
      }
    }
    return Optional.empty();
  }

  private void refuse(Fd fd, Request request, Reason why, Verdict verdict)
      throws OsException, InterruptedException {
    plan.log()
        .publish(
            new Refused(plan.service(), request.at(), request.peer(), why, verdict.evidence()));
    if (asked.isPresent()) {
      ClientBytes.send(fd, asked.get().refused().getBytes(StandardCharsets.ISO_8859_1));
    }
    send(fd, plan.banners().fail());
    if (!plan.banners().none() || asked.isPresent()) {
      ClientBytes.farewell(fd);
    }
  }

  private void send(Fd fd, Optional<java.nio.file.Path> banner)
      throws OsException, InterruptedException {
    Optional<byte[]> text = plan.banners().read(banner);
    if (text.isPresent()) {
      ClientBytes.send(fd, text.get());
    }
  }
}
