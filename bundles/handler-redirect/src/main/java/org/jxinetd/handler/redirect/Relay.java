package org.jxinetd.handler.redirect;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jxinetd.api.handler.Outcome;
import org.jxinetd.api.handler.Running;
import org.jxinetd.linux.EventLoop;
import org.jxinetd.linux.Fd;
import org.jxinetd.linux.OsException;
import org.jxinetd.linux.Sockets;
import org.jxinetd.linux.TcpSockets;

/**
 * One client and its target. An end of data is passed on while the other direction goes on; a
 * broken connection breaks the other one as well, so that nobody takes a part for the whole. The
 * session's thread connects and waits for the end, the thread of an event loop moves the data.
 */
final class Relay implements Running {

  /** How long a sender whose receiver is gone may take to notice before it is reset. */
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

  private enum State {
    OPEN,
    DISCARDING,
    DONE
  }

  private final Fd client;
  private final long idleNanos;
  private final EventLoop loop;
  private volatile Fd target; // null until one is tried
  private volatile boolean ended;
  private volatile boolean over;
  private Thread waiter; // before the loop sees the relay

  // the loop's thread
  private OsException failure; // published by over
  private Leg near;
  private Leg far;
  private Direction up;
  private Direction down;
  private State upState = State.OPEN;
  private State downState = State.OPEN;
  private boolean begun;
  private boolean deferred;
  private EventLoop.Timer idle; // null without a limit
  private EventLoop.Timer linger; // null unless somebody is waited for
  private long movedAtNanos;

  /**
   * @param client the client's socket, non-blocking; the session closes it
   * @param idleNanos how long nothing may move in either direction; 0 for no limit
   */
  Relay(Fd client, long idleNanos, EventLoop loop) {
    this.client = client;
    this.idleNanos = idleNanos;
    this.loop = loop;
  }

  @Override
  public long pid() {
    return 0;
  }

  @Override
  public void terminate() {
    kill();
  }

  @Override
  public void kill() {
    ended = true;
    hangUp();
  }

  /** Both directions find their end then. */
  private void hangUp() {
    TcpSockets.hangUp(client);
    Fd now = target;
    if (now != null) {
      TcpSockets.hangUp(now);
    }
  }

  /** A socket that is about to connect; false when the session has been ended. */
  boolean trying(Fd fd) {
    target = fd;
    return !ended;
  }

  /** Relays between the client and a connected target until both directions are done. */
  Outcome carry(Fd connected) throws OsException, InterruptedException {
    if (ended) {
      return new Outcome.Relayed(0, 0); // hung up before the socket began to connect
    }
    waiter = Thread.currentThread();
    near = new Leg(client, this);
    far = new Leg(connected, this);
    up = new Direction(near, far);
    down = new Direction(far, near);
    loop.watch(client, near); // from here on the loop's thread goes on alone
    await();
    if (failure != null) {
      throw failure;
    }
    return new Outcome.Relayed(up.moved(), down.moved());
  }

  /** The loop may use the descriptors until it has said that it does not any more. */
  private void await() throws InterruptedException {
    boolean interrupted = false;
    while (!over) {
      LockSupport.park(this);
      if (Thread.interrupted()) {
        interrupted = true;
        kill();
      }
    }
    if (interrupted) {
      throw new InterruptedException();
    }
  }

  /** Something has changed. On the loop's thread, like all that follows. */
  void step() {
    if (over || (!begun && !begin())) {
      return;
    }
    // what one direction ends with may be what the other one waits for
    upState = step(up, upState, downState);
    downState = step(down, downState, upState);
    settle();
  }

  /** The target's socket is watched from the loop, so that no event is handled beside another. */
  private boolean begin() {
    begun = true;
    if (idleNanos != 0) {
      movedAtNanos = System.nanoTime();
      idle = loop.schedule(idleNanos, this::look);
    }
    try {
      loop.watch(far.fd(), far);
      return true;
    } catch (OsException e) {
      failure = e;
      finish();
      return false;
    }
  }

  private State step(Direction direction, State state, State other) {
    return switch (state) {
      case OPEN -> {
        long before = direction.moved();
        Direction.Step step = direction.move();
        if (idleNanos != 0 && direction.moved() != before) {
          movedAtNanos = System.nanoTime();
        }
        yield switch (step) {
          case RESTS -> State.OPEN;
          case GOES_ON -> later(State.OPEN);
          case FINISHED -> {
            if (other != State.DONE) { // else both are closed at once, which says the same
              passEnd(direction.to().fd());
            }
            yield State.DONE;
          }
          case SENDER_LOST -> {
            reset(direction);
            yield State.DONE;
          }
          case RECEIVER_LOST -> discard(direction);
        };
      }
      case DISCARDING -> discard(direction);
      case DONE -> State.DONE;
    };
  }

  private State discard(Direction direction) {
    return switch (direction.discard()) {
      case RESTS -> State.DISCARDING;
      case GOES_ON -> later(State.DISCARDING);
      default -> State.DONE;
    };
  }

  private State later(State state) {
    if (!deferred) {
      deferred = true;
      loop.defer(
          () -> {
            deferred = false;
            step();
          });
    }
    return state;
  }

  private static void passEnd(Fd receiver) {
    try {
      Sockets.shutdownOutput(receiver);
    } catch (OsException gone) {
      TcpSockets.hangUp(receiver); // it is lost, as its own direction finds out
    }
  }

  /** The receiver learns of the reset when its descriptor is closed, which is at once. */
  private void reset(Direction direction) {
    try {
      TcpSockets.resetOnClose(direction.to().fd());
    } catch (OsException gone) {
      TcpSockets.hangUp(direction.to().fd());
    }
    upState = State.DONE;
    downState = State.DONE;
    finish();
  }

  private void settle() {
    if (over) {
      return;
    }
    boolean upDone = upState == State.DONE;
    boolean downDone = downState == State.DONE;
    if (upDone && downDone) {
      finish();
    } else if (linger == null
        && ((upDone && downState == State.DISCARDING)
            || (downDone && upState == State.DISCARDING))) {
      linger = loop.schedule(LINGER_NANOS, this::finish);
    }
  }

  /** Whether anything has moved meanwhile. */
  private void look() {
    if (over) {
      return;
    }
    long left = movedAtNanos + idleNanos - System.nanoTime();
    if (left > 0) {
      idle = loop.schedule(left, this::look);
    } else {
      hangUp();
      finish();
    }
  }

  private void finish() {
    if (over) {
      return;
    }
    loop.unwatch(near);
    loop.unwatch(far);
    up.release();
    down.release();
    if (idle != null) {
      loop.cancel(idle);
    }
    if (linger != null) {
      loop.cancel(linger);
    }
    over = true; // the descriptors are the session's again
    LockSupport.unpark(waiter);
  }
}
