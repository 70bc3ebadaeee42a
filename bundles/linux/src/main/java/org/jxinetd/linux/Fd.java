package org.jxinetd.linux;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns one file descriptor. It is closed once, when close was called and no call of this bundle is
 * inside any more: the kernel gives a number that is free to the next who opens something, and a
 * late call must not meet a stranger's file.
 */
public final class Fd implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Fd.class);

  /** The sign bit: no call may begin any more. The other bits count the calls inside. */
  private static final int CLOSING = Integer.MIN_VALUE;

  private final int number;
  private final AtomicInteger state = new AtomicInteger();
  private volatile boolean released;

  /** What the poller knows of this descriptor; null until it was awaited. */
  volatile Poller.Registration registration;

  private Fd(int number) {
    this.number = number;
  }

  /** Takes ownership of an open descriptor. */
  public static Fd of(int number) {
    if (number < 0) {
      throw new IllegalArgumentException("descriptor " + number);
    }
    return new Fd(number);
  }

  /**
   * The descriptor's number, valid as long as the caller knows that nobody closes it.
   *
   * @throws IllegalStateException once it is closed or released
   */
  public int number() {
    if (!isOpen()) {
      throw new IllegalStateException("descriptor " + number + " is closed");
    }
    return number;
  }

  public boolean isOpen() {
    return state.get() >= 0;
  }

  /**
   * Begins a call on the number, which stays this descriptor's own until {@link #leave}.
   *
   * @throws OsException with EBADF once it is closed or released
   */
  int enter() throws OsException {
    while (true) {
      int now = state.get();
      if (now < 0) {
        throw new OsException("call", toString(), Errno.EBADF);
      }
      if (state.compareAndSet(now, now + 1)) {
        return number;
      }
    }
  }

  /** Ends a call. */
  void leave() {
    if (state.decrementAndGet() == CLOSING && !released) {
      free();
    }
  }

  /**
   * Keeps the number this descriptor's own, also after {@link #close}, until the hold is given up:
   * for code that has been told the number and may still use it. Any thread; giving it up twice
   * does nothing.
   *
   * @throws OsException with EBADF once it is closed or released
   */
  public Hold hold() throws OsException {
    int unused = enter();
    AtomicBoolean held = new AtomicBoolean(true);
    return () -> {
      if (held.compareAndSet(true, false)) {
        leave();
      }
    };
  }

  /** See {@link #hold}. */
  @FunctionalInterface
  public interface Hold extends AutoCloseable {
    @Override
    void close();
  }

  /** Gives ownership up; the descriptor stays open. */
  public int release() {
    if (!end(true)) {
      throw new IllegalStateException("descriptor " + number + " is closed");
    }
    return number;
  }

  /** Closes the descriptor; whoever waits for it is woken. Any thread; further calls do nothing. */
  @Override
  public void close() {
    boolean first = end(false);
    assert first || !isOpen();
  }

  /** True for the first call: no other call can begin afterwards. */
  private synchronized boolean end(boolean keep) { // the poller registers under the same lock
    int now;
    do {
      now = state.get();
      if (now < 0) {
        return false;
      }
    } while (!state.compareAndSet(now, (now + 1) | CLOSING)); // counts this as a call
    released = keep;
    Poller.forget(this);
    leave();
    return true;
  }

  private void free() {
    try (Scratch scratch = Scratch.borrow()) {
      int result = (int) Libc.CLOSE.invokeExact(scratch.capture, number);
      // on Linux the descriptor is free whatever close says
      if (result < 0 && scratch.errno() == Errno.EBADF) {
        LOG.error("descriptor {} was closed by somebody else", number);
      }
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  @Override
  public String toString() {
    return "descriptor " + number;
  }
}
