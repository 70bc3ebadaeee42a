package org.jxinetd.engine.flow;

import java.time.Instant;
import java.util.Optional;
import org.jxinetd.api.access.Mode;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.log.Refused;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.SocketType;
import org.jxinetd.linux.Fd;
import org.jxinetd.linux.OsException;
import org.jxinetd.linux.Sockets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One turn of a {@code wait = yes} service: the server gets the service's own socket and keeps it
 * until it exits. Runs on a virtual thread of its own; the listener does not poll meanwhile.
 */
public final class WaitTurn implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(WaitTurn.class);

  private final Surroundings shared;
  private final Plan plan;
  private final Fd socket;
  private final Endpoint local;
  private final Session.Suspender suspender;

  /**
   * @param plan retained for this turn
   * @param socket the service's socket, readable; not closed here
   */
  public WaitTurn(
      Surroundings shared, Plan plan, Fd socket, Endpoint local, Session.Suspender suspender) {
    this.shared = shared;
    this.plan = plan;
    this.socket = socket;
    this.local = local;
    this.suspender = suspender;
  }

  @Override
  public void run() {
    try {
      boolean datagrams = plan.service().socketType() == SocketType.DGRAM;
      Optional<Endpoint> peer = Optional.empty();
      if (datagrams) {
        Sockets.Received first = Sockets.receive(socket, 1, true);
        if (first == null) {
          return; // a damaged datagram, dropped by the kernel on the way to us
        }
        peer = Optional.of(first.peer());
      }
      Instant now = shared.clock().instant();
      serve(new Request(plan.service(), peer, Optional.of(local), now));
    } catch (OsException e) {
      LOG.error("service {}: {}", plan.service().id(), e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      plan.release();
      shared.ceiling().release();
    }
  }

  private void serve(Request request) throws OsException, InterruptedException {
    try (Admission admission = plan.gate().admit(request, Mode.DECIDE)) {
      switch (admission.verdict()) {
        case Verdict.Pass pass ->
            new Turn(shared, plan, request, admission.changes(), socket.number(), Optional.empty())
                .serve(plan.handler().orElseThrow(), () -> {});
        case Verdict.Refuse refuse -> refuse(request, refuse.why(), refuse);
        case Verdict.Suspend suspend -> {
          refuse(request, suspend.why(), suspend);
          suspender.suspend(suspend);
        }
      }
    }
  }

  /** Takes what came off the socket, so that the same client is not refused again and again. */
  private void refuse(Request request, Reason why, Verdict verdict)
      throws OsException, InterruptedException {
    plan.log()
        .publish(
            new Refused(plan.service(), request.at(), request.peer(), why, verdict.evidence()));
    if (plan.service().socketType() == SocketType.DGRAM) {
      Sockets.receive(socket, 1, false);
      return;
    }
    Sockets.Accepted accepted = Sockets.accept(socket);
    if (accepted == null) {
      return;
    }
    try (Fd client = accepted.fd()) {
      Optional<byte[]> text = plan.banners().read(plan.banners().fail());
      if (text.isPresent()) {
        ClientBytes.send(client, text.get());
        ClientBytes.farewell(client);
      }
    }
  }
}
