package org.jxinetd.engine.listen;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.Finding;
import org.jxinetd.api.access.Phase;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.SocketType;
import org.jxinetd.engine.flow.DatagramTurn;
import org.jxinetd.engine.flow.Plan;
import org.jxinetd.engine.flow.Plans;
import org.jxinetd.engine.flow.RefusalLog;
import org.jxinetd.engine.flow.Session;
import org.jxinetd.engine.flow.Surroundings;
import org.jxinetd.engine.flow.Switchboard;
import org.jxinetd.engine.flow.WaitTurn;
import org.jxinetd.host.LiveSession;
import org.jxinetd.linux.Datagrams;
import org.jxinetd.linux.Errno;
import org.jxinetd.linux.OsException;
import org.jxinetd.linux.Poller;
import org.jxinetd.linux.Sockets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits on one listening socket, on a virtual thread of its own, and starts a session for each
 * client. It always accepts; only a service that waits for a bundle, a pause, a lack of descriptors
 * and the ceiling of sessions leave clients in the kernel's backlog.
 */
public final class Listener {

  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
  private static final long BACK_OFF_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int LARGEST_DATAGRAM = 65_536;
  private static final int DATAGRAMS_A_WAKE = 64;
  private static final int DATAGRAMS_WAITING = 512;

  /** The service behind a listening socket. */
  public interface PlanSource extends Plans {

    /** Blocks while the service is paused by a limit. */
    void awaitResumed() throws InterruptedException;

    /** The definition of the service, for clients that are refused without a plan. */
    ServiceSpec service();

    /** The services that clients of this one may be handed to. */
    Switchboard switchboard();
  }

  private final PlanSource source;
  private final Session.Suspender suspender;
  private final ListenSocket socket;
  private final Surroundings shared;
  private final Thread thread;
  private final Idling idling;
  private volatile boolean stopped;
  private volatile boolean polls;
  private final Semaphore waiting = new Semaphore(DATAGRAMS_WAITING);
  private boolean crowded; // owned by the listener's thread
  private boolean shortOfDescriptors; // owned by the listener's thread

  public Listener(
      PlanSource source, Session.Suspender suspender, ListenSocket socket, Surroundings shared) {
    this.source = source;
    this.suspender = suspender;
    this.socket = socket;
    this.shared = shared;
    this.idling = new Idling(socket);
    this.thread = Thread.ofVirtual().unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /** Ends the listener; the socket stays open and its sessions go on. */
  public void stop() {
    stopped = true;
    thread.interrupt();
    try {
      if (!thread.join(STOP_LIMIT)) {
        LOG.error("listener of service {} does not end", source.service().id());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether it waits for clients at this moment, or serves them without leaving the socket. */
  public boolean polls() {
    return polls;
  }

  public boolean alive() {
    return thread.isAlive();
  }

  private void run() {
    try {
      awaitFormerServer();
      while (!stopped) {
        source.awaitResumed();
        polls = true;
        Poller.await(socket.fd(), Poller.READ, 0);
        polls = !source.service().waits(); // a server that waits has the socket now
        source.awaitResumed();
        turn();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // told to stop
    } catch (OsException e) {
      if (!stopped) {
        LOG.error("service {} does not listen any more", source.service().id(), e);
      }
    }
  }

  /** A wait = yes server that an earlier listener started may still hold the socket. */
  private void awaitFormerServer() throws InterruptedException {
    for (LiveSession session : shared.ledger().sessions(source.service().pid())) {
      if (session.holdsSocket()) {
        session.awaitEnd();
      }
    }
  }

  private void turn() throws InterruptedException, OsException {
    Optional<Plan> plan = source.awaitPlan();
    if (plan.isEmpty()) {
      refuseOne();
      return;
    }
    try {
      ServiceSpec service = plan.get().service();
      if (plan.get().datagrams().isPresent()) {
        datagrams(plan.get());
      } else if (ListenSocket.handsOver(service)) {
        handOver(plan.get());
      } else {
        accept(plan.get());
      }
    } finally {
      plan.get().release();
    }
  }

  /**
   * Accepts all that is pending. Before it goes back to waiting it lets the sessions run that it
   * has started, and looks once more: under load that saves a trip through the poller for each
   * client.
   */
  private void accept(Plan plan) throws InterruptedException, OsException {
    boolean again = true;
    while (again) {
      again = acceptPending(plan);
      if (again) {
        Thread.yield();
      }
    }
  }

  /** True when there was somebody and there may be more. */
  private boolean acceptPending(Plan plan) throws InterruptedException, OsException {
    boolean any = false;
    while (!stopped && plan.usable()) {
      shared.ceiling().acquire();
      Sockets.Accepted accepted = null;
      try {
        accepted = Sockets.accept(socket.fd());
        shortOfDescriptors = false;
      } catch (OsException e) {
        if (!backOff(e)) {
          throw e;
        }
        return false;
      } finally {
        if (accepted == null) {
          shared.ceiling().release();
        }
      }
      if (accepted == null) {
        return any;
      }
      any = true;
      if (!plan.retain()) {
        accepted.fd().close();
        shared.ceiling().release();
        return false;
      }
      Session session =
          new Session(shared, source, plan, accepted, suspender, source.switchboard());
      Thread client = Thread.ofVirtual().start(session);
      if (plan.service().waits()) {
        client.join(); // a built-in service with wait = yes serves one client at a time
      }
    }
    return false;
  }

  /** True when the error passes by itself: no descriptors, no memory; it is said once. */
  private boolean backOff(OsException e) {
    if (e.errno() == Errno.EINVAL) {
      return !stopped; // the socket was paused meanwhile
    }
    boolean passes =
        e.errno() == Errno.EMFILE
            || e.errno() == Errno.ENFILE
            || e.errno() == Errno.ENOBUFS
            || e.errno() == Errno.ENOMEM;
    if (passes) {
      if (!shortOfDescriptors) {
        shortOfDescriptors = true;
        LOG.error("service {}, accept: {}; clients wait", source.service().id(), e.getMessage());
      }
      LockSupport.parkNanos(BACK_OFF_NANOS);
    }
    return passes;
  }

  /** Gives the socket to a server and waits for its end, or for being stopped. */
  private void handOver(Plan plan) throws InterruptedException, OsException {
    shared.ceiling().acquire();
    if (!plan.retain()) {
      shared.ceiling().release();
      return;
    }
    WaitTurn turn = new WaitTurn(shared, source, plan, socket.fd(), socket.local(), suspender);
    idling.begin();
    Thread server = Thread.ofVirtual().start(turn);
    try {
      server.join();
    } catch (InterruptedException e) {
      awaitEntered(server);
      throw e;
    }
    if (turn.started()) {
      Optional<Duration> pause = idling.end(plan.service().id());
      if (pause.isPresent()) {
        Thread.sleep(pause.get());
      }
    }
  }

  /**
   * Told to stop while a server is being started: the next listener must find it in the ledger, or
   * there would be two on one socket.
   */
  private void awaitEntered(Thread server) {
    while (server.isAlive()
        && shared.ledger().sessions(source.service().pid()).stream()
            .noneMatch(LiveSession::holdsSocket)) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      Thread.interrupted(); // set again by the caller
    }
  }

  private void datagrams(Plan plan) throws OsException, InterruptedException {
    DatagramTurn turn =
        new DatagramTurn(shared, source, plan, socket.fd(), socket.local(), suspender);
    for (int i = 0; i < DATAGRAMS_A_WAKE && !stopped && plan.usable(); i++) {
      Datagrams.Received received = Datagrams.receive(socket.fd(), LARGEST_DATAGRAM, false);
      if (received == null) {
        return;
      }
      if (plan.gate().mayWait()) {
        apart(plan, turn, received);
      } else {
        turn.serve(received);
      }
    }
  }

  /** A decision that may wait for a name server must not hold other clients up. */
  private void apart(Plan plan, DatagramTurn turn, Datagrams.Received received) {
    if (!waiting.tryAcquire()) {
      if (!crowded) {
        crowded = true;
        LOG.warn(
            "service {}: {} datagrams wait for a decision; more are dropped",
            plan.service().id(),
            DATAGRAMS_WAITING);
      }
      return;
    }
    crowded = false;
    if (!plan.retain()) {
      waiting.release();
      return;
    }
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                turn.serve(received);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } finally {
                plan.release();
                waiting.release();
              }
            });
  }

  /** The bundle has been missing for too long: clients are told so, not held for ever. */
  private void refuseOne() throws OsException {
    ServiceSpec service = source.service();
    if (service.socketType() == SocketType.DGRAM) {
      Datagrams.receive(socket.fd(), 1, false);
      return;
    }
    Sockets.Accepted accepted = Sockets.accept(socket.fd());
    if (accepted != null) {
      accepted.fd().close();
      Optional<Endpoint> peer = Optional.of(accepted.peer());
      Request request = new Request(service, peer, Optional.empty(), shared.clock().instant());
      Evidence evidence = new Evidence("a bundle is missing", service.origin(), "for too long");
      Finding finding = new Finding(Phase.STATE, Optional.of(Reason.UNAVAILABLE), evidence);
      RefusalLog.keep(shared.ledger(), service, request, Reason.UNAVAILABLE, List.of(finding));
      LOG.warn("service {} refuses {}: {}", service.id(), accepted.peer(), Reason.UNAVAILABLE);
    }
  }
}
