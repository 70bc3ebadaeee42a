package org.jxinetd.handler.redirect;

import org.jxinetd.linux.Errno;
import org.jxinetd.linux.Fd;
import org.jxinetd.linux.OsException;
import org.jxinetd.linux.Poller;
import org.jxinetd.linux.RelayBuffer;
import org.jxinetd.linux.Sockets;

/**
 * One direction of a relay. It reads only when all it has read is written: a slow receiver slows
 * its sender down. Holds a buffer while data moves, none while it waits for some. Belongs to one
 * thread; the count may be read when that has ended.
 */
final class Pump {

  /** Why a direction ended. */
  enum End {
    /** The sender has sent everything, and it is written. */
    FINISHED,
    /** The sender's connection broke: what came is not all there was. */
    SENDER_LOST,
    /** The receiver takes no more. */
    RECEIVER_LOST,
    /** Nothing moved for too long. */
    IDLE
  }

  /** Buffers moved before others get the processor: loopback and fast networks never block. */
  private static final int TURN = 16;

  private final Fd from;
  private final Fd to;
  private final Activity activity;
  private long moved;

  Pump(Fd from, Fd to, Activity activity) {
    this.from = from;
    this.to = to;
    this.activity = activity;
  }

  /** Bytes written to the receiver. */
  long moved() {
    return moved;
  }

  Fd from() {
    return from;
  }

  Fd to() {
    return to;
  }

  /**
   * Moves data until there is an end to it.
   *
   * @param quiet that nothing is expected to be there yet
   */
  End run(boolean quiet) throws InterruptedException {
    boolean wait = quiet;
    while (true) {
      if (!wait) {
        End end = burst();
        if (end != null) {
          return end;
        }
      }
      wait = false;
      try {
        if (!activity.await(from, Poller.READ)) {
          return End.IDLE;
        }
      } catch (OsException e) {
        return End.SENDER_LOST;
      }
    }
  }

  /** Moves what is there; null when there is no more for now. */
  private End burst() throws InterruptedException {
    try (RelayBuffer buffer = RelayBuffer.borrow()) {
      for (int i = 1; ; i++) {
        int n;
        try {
          n = buffer.fill(from);
        } catch (OsException e) {
          // EPIPE: the sender's end had come before it refused what we had sent it
          return e.errno() == Errno.EPIPE ? End.FINISHED : End.SENDER_LOST;
        }
        if (n == Sockets.END) {
          return End.FINISHED;
        }
        if (n == Sockets.WOULD_BLOCK) {
          return null;
        }
        End end = write(buffer);
        if (end != null) {
          return end;
        }
        activity.touch();
        if (n < buffer.capacity()) {
          return null; // that was all; the poller tells when more has come
        }
        if (i % TURN == 0) {
          Thread.yield();
        }
      }
    }
  }

  private End write(RelayBuffer buffer) throws InterruptedException {
    try {
      while (!buffer.isEmpty()) {
        int n = buffer.drain(to);
        if (n != Sockets.WOULD_BLOCK) {
          moved += n;
        } else if (!activity.await(to, Poller.WRITE)) {
          return End.IDLE;
        }
      }
      return null;
    } catch (OsException e) {
      return End.RECEIVER_LOST;
    }
  }
}
