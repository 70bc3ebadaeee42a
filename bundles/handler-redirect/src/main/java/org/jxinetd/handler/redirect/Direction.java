package org.jxinetd.handler.redirect;

import org.jxinetd.linux.Errno;
import org.jxinetd.linux.OsException;
import org.jxinetd.linux.RelayBuffer;
import org.jxinetd.linux.Sockets;

/**
 * One direction of a relay. It reads only when all it has read is written: a slow receiver slows
 * its sender down. Holds a buffer while something in it waits to be written, none while it waits
 * for data. The loop's thread alone; the count may be read when the relay has ended.
 */
final class Direction {

  /** What a step led to. */
  enum Step {
    /** There is nothing to do until one of the sockets changes. */
    RESTS,
    /** There is more to do, after others. */
    GOES_ON,
    /** The sender has sent everything, and it is written. */
    FINISHED,
    /** The sender's connection broke: what came is not all there was. */
    SENDER_LOST,
    /** The receiver takes no more. */
    RECEIVER_LOST
  }

  /** Buffers moved before others get their turn: loopback and fast networks never block. */
  private static final int TURN = 16;

  private final Leg from;
  private final Leg to;
  private RelayBuffer held; // null unless something waits to be written
  private long moved;

  Direction(Leg from, Leg to) {
    this.from = from;
    this.to = to;
  }

  Leg from() {
    return from;
  }

  Leg to() {
    return to;
  }

  /** Bytes written to the receiver. */
  long moved() {
    return moved;
  }

  /** Moves what can be moved. */
  Step move() {
    if (held == null && !from.readable()) {
      return Step.RESTS;
    }
    RelayBuffer buffer = held == null ? RelayBuffer.borrow() : held;
    held = null;
    try {
      for (int i = 0; i < TURN; i++) {
        Step step = buffer.isEmpty() ? fill(buffer) : null;
        if (step == null) {
          step = drain(buffer);
        }
        if (step != null) {
          return step;
        }
      }
      return Step.GOES_ON;
    } finally {
      if (buffer.isEmpty()) {
        buffer.close();
      } else {
        held = buffer;
      }
    }
  }

  /** Null when something has come. */
  private Step fill(RelayBuffer buffer) {
    if (!from.readable()) {
      return Step.RESTS;
    }
    int n;
    try {
      n = buffer.fill(from.fd());
    } catch (OsException e) {
      // EPIPE: the sender's end had come before it refused what we had sent it
      return e.errno() == Errno.EPIPE ? Step.FINISHED : Step.SENDER_LOST;
    }
    if (n == Sockets.END) {
      return Step.FINISHED;
    }
    if (n == Sockets.WOULD_BLOCK) {
      from.empty();
      return Step.RESTS;
    }
    if (n < buffer.capacity()) {
      from.emptied();
    }
    return null;
  }

  /** Null when all is written. */
  private Step drain(RelayBuffer buffer) {
    try {
      while (!buffer.isEmpty()) {
        if (!to.writable()) {
          return Step.RESTS;
        }
        int n = buffer.drain(to.fd());
        if (n == Sockets.WOULD_BLOCK) {
          to.full();
        } else {
          moved += n;
        }
      }
      return null;
    } catch (OsException e) {
      return Step.RECEIVER_LOST;
    }
  }

  /**
   * Reads what a sender still sends to a receiver that is gone: closing a socket with unread data
   * resets it, and takes from the sender what it has not read yet of the other direction.
   */
  Step discard() {
    release();
    if (!from.readable()) {
      return Step.RESTS;
    }
    try (RelayBuffer buffer = RelayBuffer.borrow()) {
      for (int i = 0; i < TURN; i++) {
        Step step = fill(buffer);
        if (step != null) {
          return step;
        }
        buffer.clear();
      }
      return Step.GOES_ON;
    }
  }

  /** Gives up what waits to be written. */
  void release() {
    if (held != null) {
      held.close();
      held = null;
    }
  }
}
