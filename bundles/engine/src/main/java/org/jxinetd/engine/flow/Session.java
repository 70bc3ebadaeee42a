package org.jxinetd.engine.flow;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.Finding;
import org.jxinetd.api.access.Phase;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.SpawnChanges;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.handler.Outcome;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.linux.Fd;
import org.jxinetd.linux.OsException;
import org.jxinetd.linux.SocketConnection;
import org.jxinetd.linux.SocketOptions;
import org.jxinetd.linux.Sockets;
import org.jxinetd.linux.TcpSockets;
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
  private final Plans plans;
  private final Plan plan;
  private final Sockets.Accepted accepted;
  private final Suspender suspender;
  private final Switchboard switchboard;
  private final Optional<Outcome.HandedOver> asked;

  /**
   * @param plans where the session waits when its plan cannot be used any more
   * @param plan retained for this session
   * @param accepted the client; the session closes it
   */
  public Session(
      Surroundings shared,
      Plans plans,
      Plan plan,
      Sockets.Accepted accepted,
      Suspender suspender,
      Switchboard switchboard) {
    this(shared, plans, plan, accepted, suspender, switchboard, Optional.empty());
  }

  private Session(
      Surroundings shared,
      Plans plans,
      Plan plan,
      Sockets.Accepted accepted,
      Suspender suspender,
      Switchboard switchboard,
      Optional<Outcome.HandedOver> asked) {
    this.shared = shared;
    this.plans = plans;
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
    Endpoint local;
    try {
      local = Sockets.local(fd);
    } catch (OsException e) {
      LOG.debug("service {}: client {}: {}", plan.service().id(), accepted.peer(), e.getMessage());
      plan.release();
      return Optional.empty();
    }
    Instant now = shared.clock().instant();
    Doorstep.Asking asking =
        service -> new Request(service, Optional.of(accepted.peer()), Optional.of(local), now);
    try (Doorstep doorstep = new Doorstep(plans, plan, asking)) {
      return serve(fd, doorstep);
    } catch (OsException e) {
      LOG.debug("service {}: client {}: {}", plan.service().id(), accepted.peer(), e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the session was told to end
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
                shared,
                line.plans(),
                line.plan(),
                accepted,
                line.suspender(),
                switchboard,
                Optional.of(next));
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
      Request request =
          new Request(target.service(), Optional.of(accepted.peer()), Optional.empty(), now);
      Finding finding = new Finding(Phase.STATE, Optional.of(Reason.CPS), evidence);
      RefusalLog.write(shared.ledger(), target, request, Reason.CPS, List.of(finding));
    } finally {
      target.release();
    }
  }

  private Optional<Outcome.HandedOver> serve(Fd fd, Doorstep doorstep)
      throws OsException, InterruptedException {
    if (asked.isEmpty()) {
      send(fd, plan.banners(), plan.banners().always());
    }
    try (Admission admission = doorstep.admit()) {
      switch (admission.verdict()) {
        case Verdict.Pass pass -> {
          Outcome outcome = serve(fd, doorstep, admission);
          if (outcome instanceof Outcome.HandedOver next) {
            return Optional.of(next); // the places here are free again when it goes on
          }
        }
        case Verdict.Refuse refuse -> refuse(fd, doorstep, refuse.why(), admission);
        case Verdict.Suspend suspend -> {
          suspender.suspend(suspend);
          refuse(fd, doorstep, suspend.why(), admission);
        }
      }
    }
    return Optional.empty();
  }

  private Outcome serve(Fd fd, Doorstep doorstep, Admission admission)
      throws OsException, InterruptedException {
    Plan current = doorstep.plan();
    Banners banners = current.banners();
    if (asked.isPresent()) {
      // its protocol has the first word, then what the service says to all
      ClientBytes.send(fd, asked.get().accepted().getBytes(StandardCharsets.ISO_8859_1));
      send(fd, banners, banners.always());
    }
    prepare(fd, admission.changes());
    send(fd, banners, banners.success());
    Request request = doorstep.request();
    current.identification().ofServed(current, request);
    SocketConnection connection =
        new SocketConnection(fd, accepted.peer(), request.local().orElseThrow());
    Turn turn =
        new Turn(shared, current, request, admission.changes(), fd, Optional.of(connection));
    return turn.serve(current.handler().orElseThrow(), fd::close, admission.slots()::wanted);
  }

  /** What the rules want done to the connection itself. */
  private static void prepare(Fd fd, SpawnChanges changes)
      throws OsException, InterruptedException {
    if (changes.socket().keepAlive()) {
      SocketOptions.keepAlive(fd, true);
    }
    if (changes.socket().lingerSeconds().isPresent()) {
      TcpSockets.linger(fd, changes.socket().lingerSeconds().getAsInt());
    }
    ClientBytes.send(fd, changes.greeting().getBytes(StandardCharsets.ISO_8859_1));
  }

  private void refuse(Fd fd, Doorstep doorstep, Reason why, Admission admission)
      throws OsException, InterruptedException {
    Plan current = doorstep.plan();
    RefusalLog.write(shared.ledger(), current, doorstep.request(), why, admission.findings());
    if (asked.isPresent()) {
      ClientBytes.send(fd, asked.get().refused().getBytes(StandardCharsets.ISO_8859_1));
    }
    String farewell = admission.verdict() instanceof Verdict.Refuse refuse ? refuse.farewell() : "";
    ClientBytes.send(fd, farewell.getBytes(StandardCharsets.ISO_8859_1));
    send(fd, current.banners(), current.banners().fail());
    if (!why.equals(Reason.IDENT)) { // then it was asked already
      current.identification().ofRefused(current, doorstep.request());
    }
    if (!current.banners().none() || !farewell.isEmpty() || asked.isPresent()) {
      ClientBytes.farewell(fd);
    }
  }

  private static void send(Fd fd, Banners banners, Optional<Path> banner)
      throws OsException, InterruptedException {
    Optional<byte[]> text = banners.read(banner);
    if (text.isPresent()) {
      ClientBytes.send(fd, text.get());
    }
  }
}
