package org.jxinetd.engine.flow;

import java.time.Instant;
import java.util.Optional;
import org.jxinetd.api.access.Mode;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.Verdict;
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

  /**
   * @param plan retained for this session
   * @param accepted the client; the session closes it
   */
  public Session(Surroundings shared, Plan plan, Sockets.Accepted accepted, Suspender suspender) {
    this.shared = shared;
    this.plan = plan;
    this.accepted = accepted;
    this.suspender = suspender;
  }

  @Override
  public void run() {
    try (Fd fd = accepted.fd()) {
      Endpoint local = Sockets.local(fd);
      Instant now = shared.clock().instant();
      Request request =
          new Request(plan.service(), Optional.of(accepted.peer()), Optional.of(local), now);
      serve(fd, local, request);
    } catch (OsException e) {
      LOG.debug("service {}: client {}: {}", plan.service().id(), accepted.peer(), e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the session was told to end
    } finally {
      plan.release();
      shared.ceiling().release();
    }
  }

  private void serve(Fd fd, Endpoint local, Request request)
      throws OsException, InterruptedException {
    send(fd, plan.banners().always());
    try (Admission admission = plan.gate().admit(request, Mode.DECIDE)) {
      switch (admission.verdict()) {
        case Verdict.Pass pass -> {
          send(fd, plan.banners().success());
          SocketConnection connection = new SocketConnection(fd, accepted.peer(), local);
          new Turn(shared, plan, request, admission.changes(), fd.number(), Optional.of(connection))
              .serve(plan.handler().orElseThrow(), fd::close);
        }
        case Verdict.Refuse refuse -> refuse(fd, request, refuse.why(), refuse);
        case Verdict.Suspend suspend -> {
          suspender.suspend(suspend);
          refuse(fd, request, suspend.why(), suspend);
        }
      }
    }
  }

  private void refuse(Fd fd, Request request, Reason why, Verdict verdict)
      throws OsException, InterruptedException {
    plan.log()
        .publish(
            new Refused(plan.service(), request.at(), request.peer(), why, verdict.evidence()));
    if (!plan.banners().none()) {
      send(fd, plan.banners().fail());
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
