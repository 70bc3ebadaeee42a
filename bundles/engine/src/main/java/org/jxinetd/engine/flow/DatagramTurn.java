package org.jxinetd.engine.flow;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.handler.Datagram;
import org.jxinetd.api.log.Started;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.linux.Datagrams;
import org.jxinetd.linux.Fd;
import org.jxinetd.linux.OsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One datagram of a built-in service: gate, START line, answer. Runs on the listener's thread. */
public final class DatagramTurn {

  private static final Logger LOG = LoggerFactory.getLogger(DatagramTurn.class);

  private final Surroundings shared;
  private final Plans plans;
  private final Plan plan;
  private final Fd socket;
  private final Endpoint local;
  private final Session.Suspender suspender;

  /**
   * @param plan retained by the caller for as long as it uses this
   */
  public DatagramTurn(
      Surroundings shared,
      Plans plans,
      Plan plan,
      Fd socket,
      Endpoint local,
      Session.Suspender suspender) {
    this.shared = shared;
    this.plans = plans;
    this.plan = plan;
    this.socket = socket;
    this.local = local;
    this.suspender = suspender;
  }

  /** Decides on a datagram and has it answered. */
  public void serve(Datagrams.Received received) throws InterruptedException {
    Instant now = shared.clock().instant();
    if (!plan.retain()) {
      throw new IllegalStateException("the plan is not retained");
    }
    try (Doorstep doorstep =
            new Doorstep(
                plans,
                plan,
                service ->
                    new Request(service, Optional.of(received.peer()), Optional.of(local), now));
        Admission admission = doorstep.admit()) {
      switch (admission.verdict()) {
        case Verdict.Pass pass -> answer(doorstep, received);
        case Verdict.Refuse refuse -> refused(doorstep, refuse.why(), admission);
        case Verdict.Suspend suspend -> {
          refused(doorstep, suspend.why(), admission);
          suspender.suspend(suspend);
        }
      }
    }
  }

  private void answer(Doorstep doorstep, Datagrams.Received received) {
    Plan current = doorstep.plan();
    Request request = doorstep.request();
    current.log().publish(new Started(current.service(), request.at(), 0, request.peer()));
    try {
      current.datagrams().orElseThrow().answer(new Incoming(socket, received));
    } catch (IOException e) {
      LOG.debug("service {}: {}: {}", current.service().id(), received.peer(), e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("service {}: its datagram service failed", current.service().id(), e);
    }
  }

  private void refused(Doorstep doorstep, Reason why, Admission admission) {
    RefusalLog.write(
        shared.ledger(), doorstep.plan(), doorstep.request(), why, admission.findings());
  }

  private record Incoming(Fd socket, Datagrams.Received received) implements Datagram {

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
      Datagrams.send(socket, answer, received.peer());
    }
  }
}
