package org.jxinetd.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/** The starts that wait for the answer of the resident launcher. Any thread. */
final class LaunchTickets {

  /** Starts that wait at a time; the launcher takes one after the other. */
  static final int SLOTS = 32;

  /** What is known of a start. */
  enum State {
    ASKED,
    ANSWERED,
    LOST,

    /** Neither answered nor certainly lost. */
    UNKNOWN
  }

  /** A start that waits for its answer; belongs to the thread that entered it. */
  static final class Ticket {
    private final Thread waiter = Thread.currentThread();
    private final long sinceNanos = System.nanoTime();
    private final int id;
    private int pid; // published by state
    private int errno; // published by state
    private volatile State state = State.ASKED;

    private Ticket(int id) {
      this.id = id;
    }

    int id() {
      return id;
    }

    long sinceNanos() {
      return sinceNanos;
    }

    /** Of what was started; once answered. */
    int pid() {
      return pid;
    }

    /** Why nothing was started, or 0; once answered. */
    int errno() {
      return errno;
    }

    void settle(State now) {
      state = now;
      LockSupport.unpark(waiter);
    }

    /** Without a time limit of its own: a timed wait costs two more switches of threads. */
    State await() {
      boolean interrupted = false;
      while (state == State.ASKED) {
        LockSupport.park(this);
        interrupted |= Thread.interrupted(); // a child that is being started must not be lost
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      return state;
    }
  }

  private final Semaphore places = new Semaphore(SLOTS);
  private final AtomicReferenceArray<Ticket> tickets = new AtomicReferenceArray<>(SLOTS);
  private final AtomicInteger turns = new AtomicInteger();

  /** Waits for a place and takes it. */
  Ticket enter() {
    places.acquireUninterruptibly();
    while (true) { // there are as many slots as places
      int id = turns.getAndIncrement() & Integer.MAX_VALUE;
      Ticket ticket = new Ticket(id);
      if (tickets.compareAndSet(id % SLOTS, null, ticket)) {
        return ticket;
      }
    }
  }

  void leave(Ticket ticket) {
    tickets.set(ticket.id % SLOTS, null);
    places.release();
  }

  /** Whether anybody is there, answered or not. */
  boolean waiting() {
    for (int i = 0; i < SLOTS; i++) {
      if (tickets.get(i) != null) {
        return true;
      }
    }
    return false;
  }

  /** Those without an answer. */
  List<Ticket> asked() {
    List<Ticket> asked = new ArrayList<>();
    for (int i = 0; i < SLOTS; i++) {
      Ticket ticket = tickets.get(i);
      if (ticket != null && ticket.state == State.ASKED) {
        asked.add(ticket);
      }
    }
    return asked;
  }

  /** Passes an answer on; false when nobody waits for it. */
  boolean answer(int id, int pid, int errno) {
    Ticket ticket = id < 0 ? null : tickets.get(id % SLOTS);
    if (ticket == null || ticket.id != id || ticket.state != State.ASKED) {
      return false;
    }
    ticket.pid = pid;
    ticket.errno = errno;
    ticket.settle(State.ANSWERED);
    return true;
  }
}
