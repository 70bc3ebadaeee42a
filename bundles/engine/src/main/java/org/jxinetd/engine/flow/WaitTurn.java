package org.jxinetd.engine.flow;

import java.time.Instant;
import java.util.Optional;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.SocketType;
import org.jxinetd.linux.Datagrams;
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
  private final Plans plans;
  private final Plan plan;
  private final Fd socket;
  private final Endpoint local;
  private final Session.Suspender suspender;
  private volatile boolean started;

  /**
   * @param plan retained for this turn
   * @param socket the service's socket, readable; not closed here
   */
  public WaitTurn(
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

  @Override
  public void run() {
    Doorstep doorstep = null;
    try {
      boolean datagrams = plan.service().socketType() == SocketType.DGRAM;
      Optional<Endpoint> peer = Optional.empty();
      if (datagrams) {
        Datagrams.Received first = Datagrams.receive(socket, 1, true);
        if (first == null) {
          return; // a damaged datagram, dropped by the kernel on the way to us
        }
        peer = Optional.of(first.peer());
      }
      Instant now = shared.clock().instant();
      Optional<Endpoint> client = peer;
      doorstep =
          new Doorstep(
              plans, plan, service -> new Request(service, client, Optional.of(local), now));
      serve(doorstep);
    } catch (OsException e) {
      LOG.error("service {}: {}", plan.service().id(), e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (doorstep == null) {
        plan.release();
      } else {
        doorstep.close();
      }
      shared.ceiling().release();
    }
  }

  /** Whether the client was let in, once the turn is over. */
  public boolean started() {
    return started;
  }

  private void serve(Doorstep doorstep) throws OsException, InterruptedException {
    try (Admission admission = doorstep.admit()) {
      Plan current = doorstep.plan();
      switch (admission.verdict()) {
        case Verdict.Pass pass -> {
          started = true;
          new Turn(
                  shared,
                  current,
                  doorstep.request(),
                  admission.changes(),
                  socket,
                  Optional.empty())
              .serve(current.handler().orElseThrow(), () -> {}, () -> true);
        }
        case Verdict.Refuse refuse -> refuse(doorstep, refuse.why(), admission);
        case Verdict.Suspend suspend -> {
          refuse(doorstep, suspend.why(), admission);
          suspender.suspend(suspend);
        }
      }
    }
  }

  /** Takes what came off the socket, so that the same client is not refused again and again. */
  private void refuse(Doorstep doorstep, Reason why, Admission admission)
      throws OsException, InterruptedException {
    Plan current = doorstep.plan();
    RefusalLog.write(shared.ledger(), current, doorstep.request(), why, admission.findings());
    if (current.service().socketType() == SocketType.DGRAM) {
      Datagrams.receive(socket, 1, false);
      return;
    }
    Sockets.Accepted accepted = Sockets.accept(socket);
    if (accepted == null) {
      return;
    }
    try (Fd client = accepted.fd()) {
      Optional<byte[]> text = current.banners().read(current.banners().fail());
      if (text.isPresent()) {
        ClientBytes.send(client, text.get());
        ClientBytes.farewell(client);
      }
    }
  }
}
