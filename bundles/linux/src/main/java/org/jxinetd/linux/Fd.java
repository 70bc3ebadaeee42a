package org.jxinetd.linux;

import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns one file descriptor. Whoever closes it first closes it; its number is never handed out again
 * afterwards, since the kernel may have given it to somebody else.
 */
public final class Fd implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Fd.class);
  private static final int CLOSED = -1;

  private final AtomicInteger number;

  /** What the poller knows of this descriptor; null until it was awaited. */
  volatile Poller.Registration registration;

  private Fd(int number) {
    this.number = new AtomicInteger(number);
  }

  /** Takes ownership of an open descriptor. */
  public static Fd of(int number) {
    if (number < 0) {
      throw new IllegalArgumentException("descriptor " + number);
    }
    return new Fd(number);
  }

  /**
   * The descriptor's number.
   *
   * @throws IllegalStateException once it is closed or released
   */
  public int number() {
    int now = number.get();
    if (now == CLOSED) {
      throw new IllegalStateException("descriptor is closed");
    }
    return now;
  }

  public boolean isOpen() {
    return number.get() != CLOSED;
  }

  /** Gives ownership up; the descriptor stays open. */
  public synchronized int release() {
    int now = number.getAndSet(CLOSED);
    if (now == CLOSED) {
      throw new IllegalStateException("descriptor is closed");
    }
    Poller.forget(this);
    return now;
  }

  /** Closes the descriptor; whoever waits for it is woken. Further calls do nothing. */
  @Override
  public synchronized void close() {
    int now = number.getAndSet(CLOSED);
    if (now == CLOSED) {
      return;
    }
    Poller.forget(this);
    try (Scratch scratch = Scratch.borrow()) {
      int result = (int) Libc.CLOSE.invokeExact(scratch.capture, now);
      // on Linux the descriptor is free whatever close says
      if (result < 0 && scratch.errno() == Errno.EBADF) {
        LOG.error("descriptor {} was closed by somebody else", now);
      }
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  @Override
  public String toString() {
    return "descriptor " + number.get();
  }
}
