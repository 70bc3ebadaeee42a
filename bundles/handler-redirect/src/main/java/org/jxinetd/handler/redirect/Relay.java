package org.jxinetd.handler.redirect;

import java.util.concurrent.TimeUnit;
import org.jxinetd.api.handler.Outcome;
import org.jxinetd.api.handler.Running;
import org.jxinetd.linux.Fd;
import org.jxinetd.linux.OsException;
import org.jxinetd.linux.Poller;
import org.jxinetd.linux.RelayBuffer;
import org.jxinetd.linux.Sockets;
import org.jxinetd.linux.TcpSockets;

/**
 * One client and its target: two pumps, each on a virtual thread. An end of data is passed on while
 * the other direction goes on; a broken connection breaks the other one as well, so that nobody
 * takes a part for the whole.
 */
final class Relay implements Running {

  /** How long a sender whose receiver is gone may take to notice before it is reset. */
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final Fd client;
  private final Activity activity;
  private volatile Fd target; // null until one is tried
  private volatile boolean ended;

  /**
   * @param client the client's socket, non-blocking; the session closes it
   */
  Relay(Fd client, Activity activity) {
    this.client = client;
    this.activity = activity;
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
  Outcome carry(Fd connected) throws InterruptedException {
    if (ended) {
      return new Outcome.Relayed(0, 0); // hung up before the socket began to connect
    }
    Side up = new Side(new Pump(client, connected, activity), false);
    Side down = new Side(new Pump(connected, client, activity), true); // clients speak first
    Thread other = Thread.ofVirtual().start(() -> down.runApart(up));
    try {
      up.run(down);
    } catch (InterruptedException e) {
      kill();
      throw e;
    } finally {
      join(other);
    }
    return new Outcome.Relayed(up.pump.moved(), down.pump.moved());
  }

  /** The other thread ends soon after its descriptors do, so that the wait is short. */
  private static void join(Thread other) {
    boolean interrupted = false;
    while (true) {
      try {
        other.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** One direction and how its end is passed on. */
  private final class Side {
    private final Pump pump;
    private final boolean quiet;
    private volatile boolean done;

    Side(Pump pump, boolean quiet) {
      this.pump = pump;
      this.quiet = quiet;
    }

    void runApart(Side other) {
      try {
        run(other);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        kill();
      }
    }

    void run(Side other) throws InterruptedException {
      boolean orderly = false;
      try {
        Pump.End end = pump.run(quiet);
        switch (end) {
          case FINISHED -> {
            if (!other.done) { // else both descriptors are closed at once, which says the same
              Sockets.shutdownOutput(pump.to());
            }
          }
          case SENDER_LOST -> reset(pump.from(), pump.to());
          case RECEIVER_LOST -> discard(pump.from(), other);
          case IDLE -> kill();
        }
        orderly = true;
      } catch (OsException gone) {
        orderly = true; // the receiver is lost, as its own pump finds out
      } finally {
        done = true;
        if (!orderly) {
          kill(); // the other side must not wait for this one
        }
      }
    }
  }

  /**
   * The receiver learns of the reset when its descriptor is closed. Until then the other pump must
   * not wait for it: shutting the input down sends nothing, and is seen by whoever waits later too.
   */
  private static void reset(Fd lost, Fd receiver) throws OsException {
    TcpSockets.resetOnClose(receiver);
    Sockets.shutdownInput(receiver);
    TcpSockets.hangUp(lost);
  }

  /**
   * Reads what a sender still sends to a receiver that is gone: closing a socket with unread data
   * resets it, and takes from the sender what it has not read yet of the other direction.
   */
  private static void discard(Fd from, Side other) throws OsException, InterruptedException {
    long deadline = 0;
    while (true) {
      int n;
      try (RelayBuffer buffer = RelayBuffer.borrow()) {
        n = buffer.fill(from);
      }
      if (n == Sockets.END) {
        return;
      }
      if (n == Sockets.WOULD_BLOCK) {
        boolean ready = Poller.await(from, Poller.READ, LOOK_NANOS);
        if (!ready && !other.done) {
          continue;
        }
      } else {
        Thread.yield();
      }
      long now = System.nanoTime();
      if (other.done && deadline == 0) {
        deadline = now + LINGER_NANOS;
      }
      if (deadline != 0 && now - deadline >= 0) {
        return;
      }
    }
  }
}
