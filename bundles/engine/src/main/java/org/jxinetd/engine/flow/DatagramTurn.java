package org.jxinetd.engine.flow;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jxinetd.api.access.Mode;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.handler.Datagram;
import org.jxinetd.api.log.Refused;
import org.jxinetd.api.log.Started;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.linux.Fd;
import org.jxinetd.linux.OsException;
import org.jxinetd.linux.Sockets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One datagram of a built-in service: gate, START line, answer. Runs on the listener's thread. */
public final class DatagramTurn {

  private static final Logger LOG = LoggerFactory.getLogger(DatagramTurn.class);

  private final Surroundings shared;
  private final Plan plan;
  private final Fd socket;
  private final Endpoint local;
  private final Session.Suspender suspender;

  public DatagramTurn(
      Surroundings shared, Plan plan, Fd socket, Endpoint local, Session.Suspender suspender) {
    this.shared = shared;
    this.plan = plan;
    this.socket = socket;
    this.local = local;
    this.suspender = suspender;
  }

  /** Decides on a datagram and has it answered. */
  public void serve(Sockets.Received received) {
    Instant now = shared.clock().instant();
    Optional<Endpoint> peer = Optional.of(received.peer());
    Request request = new Request(plan.service(), peer, Optional.of(local), now);
    try (Admission admission = plan.gate().admit(request, Mode.DECIDE)) {
      switch (admission.verdict()) {
        case Verdict.Pass pass -> answer(request, received);
        case Verdict.Refuse refuse -> refused(request, refuse.why(), refuse);
        case Verdict.Suspend suspend -> {
          refused(request, suspend.why(), suspend);
          suspender.suspend(suspend);
        }
      }
    }
  }

  private void answer(Request request, Sockets.Received received) {
    plan.log().publish(new Started(plan.service(), request.at(), 0, request.peer()));
    try {
      plan.datagrams().orElseThrow().answer(new Incoming(socket, received));
    } catch (IOException e) {
      LOG.debug("service {}: {}: {}", plan.service().id(), received.peer(), e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("service {}: its datagram service failed", plan.service().id(), e);
    }
  }

  private void refused(Request request, Reason why, Verdict verdict) {
    plan.log()
        .publish(
            new Refused(plan.service(), request.at(), request.peer(), why, verdict.evidence()));
  }

  private record Incoming(Fd socket, Sockets.Received received) implements Datagram {

    @Override
    public Endpoint peer() {
      return received.peer();
    }

    @Override
    public byte[] data() {
      return received.data();
    }

    @Override
    public void reply(byte[] answer) throws OsException {
      Sockets.send(socket, answer, received.peer());
    }
  }
}
