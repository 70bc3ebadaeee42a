package org.jxinetd.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that waits for descriptors and calls back, for those who have little to do for many:
 * what would cost two switches of threads for each event costs a call here. The thread is there
 * while there is something to watch, and ends by itself. {@link #watch} and {@link #unwatch} may be
 * called by any thread, everything else by callbacks alone.
 *
 * <p>Events are edges (EPOLLET, see epoll(7)): a callback comes when something has changed, and
 * whoever leaves data unread or room unused is not told again.
 */
public final class EventLoop {

  /** Data, the end or an error has come. */
  public static final int READ = 1;

  /** There is room to write again, or an error has come. */
  public static final int WRITE = 2;

  /** The end or an error has come: a read must go on until it finds it. */
  public static final int END = 4;

  private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);
  private static final int EPOLLIN = 0x001;
  private static final int EPOLLOUT = 0x004;
  private static final int EPOLLERR = 0x008;
  private static final int EPOLLHUP = 0x010;
  private static final int EPOLLRDHUP = 0x2000;
  private static final int EPOLLET = 1 << 31;
  private static final int EPOLL_CLOEXEC = 0x80000;
  private static final int EPOLL_CTL_ADD = 1;
  private static final int BATCH = 128;
  private static final int LONGEST_WAIT_MILLIS = 5_000;

  /** Is called when its descriptor's state has changed. */
  public abstract static class Watcher {
    private volatile long number; // 0 while it is not watching

    /**
     * On the loop's thread; must not block. What it throws is logged, and it is not called again.
     *
     * @param events {@link #READ}, {@link #WRITE}, {@link #END}
     */
    protected abstract void ready(int events);
  }

  /** A call that is due at some time; cancelled with {@link #cancel}. */
  public static final class Timer implements Comparable<Timer> {
    private static final AtomicLong NUMBERS = new AtomicLong();
    private final long atNanos;
    private final long number = NUMBERS.incrementAndGet();
    private final Runnable task;

    private Timer(long atNanos, Runnable task) {
      this.atNanos = atNanos;
      this.task = task;
    }

    @Override
    public int compareTo(Timer other) {
      int order = Long.signum(atNanos - other.atNanos);
      return order != 0 ? order : Long.compare(number, other.number);
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(number);
    }
  }

  private final String name;
  private final Map<Long, Watcher> watchers = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();
  private int epoll = -1; // guarded by this; -1 while there is no thread
  private int watched; // guarded by this

  // the loop's thread
  private final TreeSet<Timer> timers = new TreeSet<>();
  private ArrayDeque<Runnable> deferred = new ArrayDeque<>();

  /**
   * @param name of its thread
   */
  public EventLoop(String name) {
    this.name = name;
  }

  /**
   * Has a watcher called at once with what is ready, and whenever that changes. Closing the
   * descriptor ends it for the kernel, {@link #unwatch} for the loop; both are needed.
   *
   * @throws IllegalStateException when the watcher watches already
   */
  public void watch(Fd fd, Watcher watcher) throws OsException {
    if (watcher.number != 0) {
      throw new IllegalStateException("it watches another descriptor");
    }
    watcher.number = numbers.incrementAndGet();
    int in = hold();
    watchers.put(watcher.number, watcher); // before the first event can come
    try (Scratch s = Scratch.borrow(fd)) {
      int events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
      s.buffer.set(ValueLayout.JAVA_INT, Layouts.EPOLL_EVENTS, events);
      s.buffer.set(ValueLayout.JAVA_LONG_UNALIGNED, Layouts.EPOLL_DATA, watcher.number);
      int result = (int) Libc.EPOLL_CTL.invokeExact(s.capture, in, EPOLL_CTL_ADD, s.fd, s.buffer);
      if (result < 0) {
        throw new OsException("epoll_ctl", fd.toString(), s.errno());
      }
    } catch (OsException e) {
      unwatch(watcher);
      throw e;
    } catch (Throwable e) {
      unwatch(watcher);
      throw Libc.unexpected(e);
    }
  }

  /** No call of the watcher begins any more. Further calls do nothing. */
  public void unwatch(Watcher watcher) {
    if (watchers.remove(watcher.number) != null) {
      watcher.number = 0;
      synchronized (this) {
        watched--;
      }
    }
  }

  /** Calls back when the time has come. */
  public Timer schedule(long delayNanos, Runnable task) {
    Timer timer = new Timer(System.nanoTime() + delayNanos, task);
    timers.add(timer);
    return timer;
  }

  /** Further calls, or one after it was due, do nothing. */
  public void cancel(Timer timer) {
    timers.remove(timer);
  }

  /** Goes on later, when others have had their turn. */
  public void defer(Runnable task) {
    deferred.add(task);
  }

  /** There is a thread now, and it stays until what is watched is not any more. */
  private synchronized int hold() throws OsException {
    if (epoll < 0) {
      int opened = open();
      epoll = opened;
      Thread.ofPlatform().name(name).daemon().start(() -> run(opened));
    }
    watched++;
    return epoll;
  }

  private static int open() throws OsException {
    try (Scratch s = Scratch.borrow()) {
      int epoll = (int) Libc.EPOLL_CREATE1.invokeExact(s.capture, EPOLL_CLOEXEC);
      if (epoll < 0) {
        throw new OsException("epoll_create1", "", s.errno());
      }
      return epoll;
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  private void run(int epoll) {
    try (Arena arena = Arena.ofConfined();
        Fd owned = Fd.of(epoll)) {
      MemorySegment capture = arena.allocate(Libc.CAPTURE);
      MemorySegment events = arena.allocate((long) BATCH * Layouts.EPOLL_EVENT, 8);
      while (true) {
        int n = (int) Libc.EPOLL_WAIT.invokeExact(capture, epoll, events, BATCH, waitMillis());
        if (n < 0 && Libc.errnoOf(capture) != Errno.EINTR) {
          throw new OsException("epoll_wait", owned.toString(), Libc.errnoOf(capture));
        }
        for (int i = 0; i < n; i++) {
          MemorySegment event = events.asSlice((long) i * Layouts.EPOLL_EVENT, Layouts.EPOLL_EVENT);
          long number = event.get(ValueLayout.JAVA_LONG_UNALIGNED, Layouts.EPOLL_DATA);
          fire(number, event.get(ValueLayout.JAVA_INT_UNALIGNED, Layouts.EPOLL_EVENTS));
        }
        runDeferred();
        runTimers();
        if (n == 0 && idle()) {
          return;
        }
      }
    } catch (Throwable e) {
      // nothing that it watches can be served without it: end rather than hang
      LOG.error("{} failed; the daemon ends", name, e);
      Runtime.getRuntime().halt(1);
    }
  }

  private int waitMillis() {
    if (!deferred.isEmpty()) {
      return 0;
    }
    if (timers.isEmpty()) {
      return LONGEST_WAIT_MILLIS;
    }
    long left = timers.first().atNanos - System.nanoTime();
    long millis = TimeUnit.NANOSECONDS.toMillis(left) + 1; // never too early
    return Math.clamp(millis, 0, LONGEST_WAIT_MILLIS);
  }

  private void fire(long number, int bits) {
    Watcher watcher = watchers.get(number);
    if (watcher == null) {
      return; // its descriptor is open still, in a child that is about to become its program
    }
    boolean broken = (bits & (EPOLLERR | EPOLLHUP)) != 0;
    boolean end = broken || (bits & EPOLLRDHUP) != 0;
    int events =
        (end || (bits & EPOLLIN) != 0 ? READ : 0)
            | (broken || (bits & EPOLLOUT) != 0 ? WRITE : 0)
            | (end ? END : 0);
    try {
      watcher.ready(events);
    } catch (RuntimeException e) {
      LOG.error("{}: a watcher failed", name, e);
      unwatch(watcher);
    }
  }

  private void runDeferred() {
    if (deferred.isEmpty()) {
      return;
    }
    ArrayDeque<Runnable> now = deferred;
    deferred = new ArrayDeque<>();
    now.forEach(this::call);
  }

  private void runTimers() {
    while (!timers.isEmpty() && timers.first().atNanos - System.nanoTime() <= 0) {
      call(timers.pollFirst().task);
    }
  }

  private void call(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("{}: a task failed", name, e);
    }
  }

  /** Ends the thread when it is not needed: whoever watches next starts another one. */
  private synchronized boolean idle() {
    if (watched > 0 || !timers.isEmpty() || !deferred.isEmpty()) {
      return false;
    }
    epoll = -1;
    return true;
  }
}
