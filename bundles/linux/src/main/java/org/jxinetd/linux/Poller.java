package org.jxinetd.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parks threads until a descriptor is ready. One platform thread waits in epoll_wait(2) for the
 * whole process; descriptors are armed for one event at a time (EPOLLONESHOT). Any thread may wait,
 * at most one for reading and one for writing on a descriptor.
 */
public final class Poller {

  /** Data, a client, the end or an error is there. */
  public static final int READ = 1;

  /** There is room to write, or an error. */
  public static final int WRITE = 2;

  private static final Logger LOG = LoggerFactory.getLogger(Poller.class);
  private static final int EPOLLIN = 0x001;
  private static final int EPOLLOUT = 0x004;
  private static final int EPOLLERR = 0x008;
  private static final int EPOLLHUP = 0x010;
  private static final int EPOLLONESHOT = 1 << 30;
  private static final int EPOLL_CLOEXEC = 0x80000;
  private static final int EPOLL_CTL_ADD = 1;
  private static final int EPOLL_CTL_DEL = 2;
  private static final int EPOLL_CTL_MOD = 3;
  private static final int BATCH = 256;

  private static final Map<Long, Registration> REGISTRATIONS = new ConcurrentHashMap<>();
  private static final AtomicLong NUMBERS = new AtomicLong();
  private static final int EPOLL = start();

  private Poller() {}

  /**
   * Waits until the descriptor is ready; hang-up and errors count as ready.
   *
   * @param events {@link #READ} or {@link #WRITE}
   * @param timeoutNanos longest wait in nanoseconds; 0 for no limit
   * @return false when the time is up
   * @throws OsException with EBADF when the descriptor is closed meanwhile
   */
  public static boolean await(Fd fd, int events, long timeoutNanos)
      throws OsException, InterruptedException {
    if (events != READ && events != WRITE) {
      throw new IllegalArgumentException("events " + events);
    }
    Registration registration = registration(fd);
    registration.enter(events);
    long deadline = System.nanoTime() + timeoutNanos;
    while (true) {
      if (registration.take(events)) {
        return true;
      }
      if (Thread.interrupted()) {
        registration.leave(events);
        throw new InterruptedException();
      }
      if (timeoutNanos == 0) {
        LockSupport.park(registration);
        continue;
      }
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return registration.leave(events);
      }
      LockSupport.parkNanos(registration, left);
    }
  }

  /** Wakes whoever waits for the descriptor, with an OsException. {@link Fd#close} does it. */
  public static void forget(Fd fd) {
    Registration registration = fd.registration;
    if (registration != null) {
      registration.forget();
    }
  }

  private static Registration registration(Fd fd) throws OsException {
    Registration known = fd.registration;
    if (known != null) {
      return known;
    }
    synchronized (fd) {
      if (fd.registration == null) {
        if (!fd.isOpen()) {
          throw new OsException("epoll_ctl", fd.toString(), Errno.EBADF);
        }
        fd.registration = new Registration(NUMBERS.incrementAndGet(), fd.number());
      }
      return fd.registration;
    }
  }

  /** Who waits for one descriptor. Guarded by itself. */
  static final class Registration {
    private final long number;
    private final int fd;
    private Thread reader;
    private Thread writer;
    private int ready;
    private boolean added;
    private boolean forgotten;

    Registration(long number, int fd) {
      this.number = number;
      this.fd = fd;
    }

    synchronized void enter(int events) throws OsException {
      checkKnown();
      if ((events == READ ? reader : writer) != null) {
        throw new IllegalStateException("two threads wait for the same of descriptor " + fd);
      }
      if (events == READ) {
        reader = Thread.currentThread();
      } else {
        writer = Thread.currentThread();
      }
      ready &= ~events;
      try {
        arm();
      } catch (OsException e) {
        clear(events);
        throw e;
      }
    }

    /** True, and nobody waits any more, when the event has come. */
    synchronized boolean take(int events) throws OsException {
      checkKnown();
      if ((ready & events) == 0) {
        return false;
      }
      clear(events);
      return true;
    }

    /** Stops waiting; true when the event came at the last moment. */
    synchronized boolean leave(int events) {
      boolean came = (ready & events) != 0;
      clear(events);
      return came;
    }

    private void clear(int events) {
      ready &= ~events;
      if (events == READ) {
        reader = null;
      } else {
        writer = null;
      }
    }

    private void checkKnown() throws OsException {
      if (forgotten) {
        throw new OsException("epoll_wait", "descriptor " + fd, Errno.EBADF);
      }
    }

    private void arm() throws OsException {
      int wanted =
          (reader != null && (ready & READ) == 0 ? EPOLLIN : 0)
              | (writer != null && (ready & WRITE) == 0 ? EPOLLOUT : 0);
      if (wanted == 0) {
        return;
      }
      if (added) {
        control(EPOLL_CTL_MOD, this, wanted | EPOLLONESHOT);
        return;
      }
      REGISTRATIONS.put(number, this); // before the first event can come
      try {
        control(EPOLL_CTL_ADD, this, wanted | EPOLLONESHOT);
        added = true;
      } finally {
        if (!added) {
          REGISTRATIONS.remove(number);
        }
      }
    }

    /** On the poller's thread. */
    private synchronized void fire(int events) {
      if (forgotten) {
        return;
      }
      boolean both = (events & (EPOLLERR | EPOLLHUP)) != 0;
      if (reader != null && (both || (events & EPOLLIN) != 0)) {
        ready |= READ;
        LockSupport.unpark(reader);
      }
      if (writer != null && (both || (events & EPOLLOUT) != 0)) {
        ready |= WRITE;
        LockSupport.unpark(writer);
      }
      try {
        arm(); // the one of two that has not been served
      } catch (OsException e) {
        forgotten = true;
        wake();
        LOG.error("descriptor {} cannot be awaited any more", fd, e);
      }
    }

    /** Called before the descriptor is closed: a child may keep its open file alive in epoll. */
    synchronized void forget() {
      if (forgotten) {
        return;
      }
      forgotten = true;
      wake();
      if (!added) {
        return;
      }
      REGISTRATIONS.remove(number);
      try {
        control(EPOLL_CTL_DEL, this, 0);
      } catch (OsException e) {
        LOG.error("descriptor {} cannot be taken out of epoll", fd, e);
      }
    }

    private void wake() {
      LockSupport.unpark(reader);
      LockSupport.unpark(writer);
    }
  }

  private static void control(int operation, Registration registration, int events)
      throws OsException {
    try (Scratch s = Scratch.borrow()) {
      s.buffer.set(ValueLayout.JAVA_INT, Layouts.EPOLL_EVENTS, events);
      s.buffer.set(ValueLayout.JAVA_LONG_UNALIGNED, Layouts.EPOLL_DATA, registration.number);
      int result =
          (int) Libc.EPOLL_CTL.invokeExact(s.capture, EPOLL, operation, registration.fd, s.buffer);
      if (result < 0) {
        throw new OsException("epoll_ctl", "descriptor " + registration.fd, s.errno());
      }
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  private static int start() {
    try (Scratch s = Scratch.borrow()) {
      int epoll = (int) Libc.EPOLL_CREATE1.invokeExact(s.capture, EPOLL_CLOEXEC);
      if (epoll < 0) {
        throw new IllegalStateException(new OsException("epoll_create1", "", s.errno()));
      }
      Thread.ofPlatform().name("poller").daemon().start(() -> run(epoll));
      return epoll;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  private static void run(int epoll) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment capture = arena.allocate(Libc.CAPTURE);
      MemorySegment events = arena.allocate((long) BATCH * Layouts.EPOLL_EVENT, 8);
      while (true) {
        int n = (int) Libc.EPOLL_WAIT.invokeExact(capture, epoll, events, BATCH, -1);
        if (n < 0 && Libc.errnoOf(capture) != Errno.EINTR) {
          throw new OsException("epoll_wait", "", Libc.errnoOf(capture));
        }
        for (int i = 0; i < n; i++) {
          MemorySegment event = events.asSlice((long) i * Layouts.EPOLL_EVENT, Layouts.EPOLL_EVENT);
          Registration registration =
              REGISTRATIONS.get(event.get(ValueLayout.JAVA_LONG_UNALIGNED, Layouts.EPOLL_DATA));
          if (registration != null) {
            registration.fire(event.get(ValueLayout.JAVA_INT_UNALIGNED, Layouts.EPOLL_EVENTS));
          }
        }
      }
    } catch (Throwable e) {
      // nothing can be served without readiness: end rather than hang
      LOG.error("the poller failed; the daemon ends", e);
      Runtime.getRuntime().halt(1);
    }
  }
}
