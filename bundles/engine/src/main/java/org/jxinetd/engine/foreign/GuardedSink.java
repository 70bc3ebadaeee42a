package org.jxinetd.engine.foreign;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jxinetd.api.log.Event;
import org.jxinetd.api.log.EventSink;
import org.jxinetd.api.log.LinesLost;

/**
 * A log sink of another bundle behind a bounded queue: whoever writes never waits for it. A virtual
 * thread, there as long as something is queued, has the bundle write batch after batch. A batch
 * that fails or is late is lost; the next one is tried after a pause that grows, and not before the
 * call that was late has ended. Any thread.
 */
public final class GuardedSink implements EventSink {

  /** Hears of what is lost. Any thread. */
  public interface Account {

    /** Lines are lost; said once until {@link #works}. */
    void lost(long lines, Exception why);

    /** The sink has written something. */
    void works();
  }

  /**
   * What a sink may take.
   *
   * @param capacity events that wait for it
   * @param write longest time for one batch, and for closing
   * @param pause before it is tried again; doubles up to {@code longestPause}
   */
  record Limits(int capacity, Duration write, Duration pause, Duration longestPause) {
    static final Limits STANDARD =
        new Limits(8_192, Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofSeconds(60));
  }

  private static final int BATCH = 1_024;

  private final Ward ward;
  private final EventSink sink;
  private final String destination;
  private final Limits limits;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // guarded by lock
  private final Deque<Event> queue = new ArrayDeque<>();
  private boolean draining;
  private boolean busy; // a batch is out of the queue and not done with
  private Runnable closed; // null until closed

  private volatile Account account = // until somebody wants to know
      new Account() {
        @Override
        public void lost(long lines, Exception why) {}

        @Override
        public void works() {}
      };

  // the thread that drains
  private Entered<Boolean> late; // null unless the last call was late
  private Duration pause;

  /**
   * @param destination what the sink has said of itself
   */
  public GuardedSink(Ward ward, EventSink sink, String destination) {
    this(ward, sink, destination, Limits.STANDARD);
  }

  GuardedSink(Ward ward, EventSink sink, String destination, Limits limits) {
    this.ward = ward;
    this.sink = sink;
    this.destination = destination;
    this.limits = limits;
    this.pause = limits.pause();
  }

  /** Whom to tell of lines that are lost, from now on. */
  public void account(Account now) {
    account = now;
  }

  public String bundle() {
    return ward.bundle();
  }

  @Override
  public String destination() {
    return destination;
  }

  /** Queues a batch; what does not fit is lost. Never blocks, never throws. */
  @Override
  public void write(List<Event> batch) {
    int taken = 0;
    lock.lock();
    try {
      if (closed == null) {
        taken = Math.min(batch.size(), limits.capacity() - queue.size());
        queue.addAll(batch.subList(0, taken));
        drainSoon();
      }
    } finally {
      lock.unlock();
    }
    if (taken < batch.size()) {
      account.lost(
          batch.size() - taken, new IOException("bundle " + bundle() + " does not keep up"));
    }
  }

  @Override
  public void close() {
    close(() -> {});
  }

  /**
   * Closes the sink behind everything that was queued, or gives it up.
   *
   * @param then told when either has happened
   */
  public void close(Runnable then) {
    lock.lock();
    try {
      if (closed == null) {
        closed = then;
        drainSoon();
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits until everything that is queued is written or lost, for a limited time. */
  public void flush(Duration limit) {
    long left = limit.toNanos();
    lock.lock();
    try {
      while ((busy || !queue.isEmpty()) && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private void drainSoon() {
    if (!draining) {
      draining = true;
      Thread.ofVirtual().name("sink of " + bundle()).start(this::drain);
    }
  }

  private void drain() {
    try {
      boolean more = true;
      while (more) {
        List<Event> batch = next();
        if (batch.isEmpty()) {
          more = false;
        } else if (!written(batch)) {
          rest();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody has a reason to
    }
  }

  /** What is to be written now; nothing at the end, when the sink is closed as well if need be. */
  private List<Event> next() {
    Runnable then;
    lock.lock();
    try {
      busy = !queue.isEmpty();
      if (busy) {
        List<Event> batch = new ArrayList<>(Math.min(BATCH, queue.size()));
        while (batch.size() < BATCH && !queue.isEmpty()) {
          batch.add(queue.removeFirst());
        }
        return batch;
      }
      changed.signalAll();
      then = closed;
      if (then == null) {
        draining = false; // after a close it stays, so that nothing begins any more
      }
    } finally {
      lock.unlock();
    }
    if (then != null) {
      closeSink();
      then.run();
    }
    return List.of();
  }

  /** True when the sink has written a batch. */
  private boolean written(List<Event> batch) throws InterruptedException {
    if (late != null && !late.ended()) {
      lose(batch.size(), new IOException("bundle " + bundle() + " still has not written a line"));
      return false;
    }
    late = null;
    try {
      Entered<Boolean> call =
          ward.enter(
              limits.write(),
              () -> {
                sink.write(batch);
                return true;
              });
      try {
        boolean unused = call.await(limits.write());
      } catch (TimeoutException e) {
        late = call;
        throw new Overrun("took longer than " + Ward.said(limits.write()) + " to write");
      }
      pause = limits.pause();
      account.works();
      return true;
    } catch (Overrun e) {
      int lines = e.getCause() instanceof LinesLost some ? some.count() : batch.size();
      lose(lines, new IOException("bundle " + bundle() + ": " + e.getMessage(), e));
      return false;
    }
  }

  private void lose(long lines, Exception why) {
    account.lost(lines, why);
  }

  /** A pause after a failure; the end does not wait for it, but for what is late a moment. */
  private void rest() throws InterruptedException {
    long left = pause.toNanos();
    Duration doubled = pause.multipliedBy(2);
    pause = doubled.compareTo(limits.longestPause()) > 0 ? limits.longestPause() : doubled;
    lock.lock();
    try {
      busy = false;
      while (closed == null && left > 0) {
        left = changed.awaitNanos(left);
      }
      if (closed != null) {
        int rest = queue.size();
        queue.clear();
        changed.signalAll();
        if (rest > 0) {
          lose(rest, new IOException("bundle " + bundle() + " does not write any more"));
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void closeSink() {
    if (late != null && !late.ended()) {
      return; // it is in there still, and a sink is used by one thread at a time
    }
    try {
      boolean unused =
          ward.enter(
                  limits.write(),
                  () -> {
                    sink.close();
                    return true;
                  })
              .await(limits.write());
    } catch (Overrun e) {
      if (e.getCause() != null) {
        ward.failed("close a log", e.getCause());
      }
    } catch (TimeoutException e) {
      ward.failed("close a log", new IOException("took longer than " + Ward.said(limits.write())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
