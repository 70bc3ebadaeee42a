package org.jxinetd.shell.command;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jxinetd.api.log.Event;
import org.jxinetd.api.log.EventListener;
import org.osgi.service.component.annotations.Component;

/**
 * The latest events, and those who follow them. Bounded: an old line makes room for a new one, and
 * a follower that is too slow loses lines and is told how many. Any thread.
 */
@Component(service = {EventListener.class, EventTail.class})
public final class EventTail implements EventListener {

  /** Lines that are kept. */
  static final int KEPT = 1_000;

  /** Lines that may wait for one follower. */
  static final int WAITING = 1_024;

  private final Deque<EventLine> kept = new ArrayDeque<>(KEPT); // guarded by itself
  private final Set<Follower> followers = new CopyOnWriteArraySet<>();

  /** Somebody who reads on. Used by one reader; events come from another thread. */
  final class Follower implements AutoCloseable {
    private final BlockingQueue<EventLine> lines = new ArrayBlockingQueue<>(WAITING);
    private final AtomicLong lost = new AtomicLong();

    private Follower() {}

    /** What has come, in order; waits up to {@code millis} for the first one. */
    List<EventLine> next(long millis) throws InterruptedException {
      List<EventLine> out = new ArrayList<>();
      EventLine first = lines.poll(millis, TimeUnit.MILLISECONDS);
      if (first != null) {
        out.add(first);
        lines.drainTo(out);
      }
      return out;
    }

    /** Lines lost since this was asked last, because the follower was too slow. */
    long takeLost() {
      return lost.getAndSet(0);
    }

    @Override
    public void close() {
      followers.remove(this);
    }
  }

  @Override
  public void heard(List<Event> batch) {
    List<EventLine> lines = batch.stream().flatMap(event -> EventLine.of(event).stream()).toList();
    synchronized (kept) {
      for (EventLine line : lines) {
        if (kept.size() == KEPT) {
          kept.removeFirst();
        }
        kept.addLast(line);
      }
      // under the lock, so that nobody gets a line twice or misses one between latest and follow
      for (Follower follower : followers) {
        for (EventLine line : lines) {
          if (!follower.lines.offer(line)) {
            follower.lost.incrementAndGet();
          }
        }
      }
    }
  }

  /** Where a follower starts: what was there, and what comes from then on. */
  record Start(List<EventLine> latest, Follower follower) {}

  Start follow() {
    synchronized (kept) {
      Follower follower = new Follower();
      followers.add(follower);
      return new Start(List.copyOf(kept), follower);
    }
  }

  List<EventLine> latest() {
    synchronized (kept) {
      return List.copyOf(kept);
    }
  }
}
