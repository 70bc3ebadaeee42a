package org.jxinetd.engine.flow;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jxinetd.api.log.Event;
import org.jxinetd.api.log.EventListener;
import org.jxinetd.api.log.EventSink;
import org.jxinetd.api.log.LinesLost;
import org.jxinetd.engine.foreign.GuardedSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries events from the sessions to the sinks through a bounded queue, in order, written in
 * batches by one thread. A full queue drops events rather than hold clients up; the number dropped
 * is itself logged.
 */
public final class Events implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Events.class);
  private static final int CAPACITY = 65_536;
  private static final int BATCH = 1_024;

  /** So many events are waiting when the writer is said to lag. */
  static final int LAG = CAPACITY / 8;

  /**
   * How long the writer lets a batch grow: while it does not wait for the queue, publishing costs
   * no wake-up and a busy second costs a thousand writes at the most.
   */
  private static final long GATHER_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

  /** Longest write that sessions wait for; a dead disk must not keep their places taken. */
  private static final Duration WRITE_LIMIT = Duration.ofSeconds(5);

  /** How long the end waits for a sink of another bundle. */
  private static final Duration FLUSH_LIMIT = Duration.ofSeconds(2);

  private final BlockingQueue<Entry> queue = new ArrayBlockingQueue<>(CAPACITY);
  private final Set<EventListener> listeners = new CopyOnWriteArraySet<>();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicInteger openLogs = new AtomicInteger();
  private final Thread writer = Thread.ofPlatform().name("events").daemon().unstarted(this::run);
  private final Duration writeLimit;
  // what the writer writes now, and since when; null while it waits
  private volatile Batch writing;
  private volatile boolean closing;
  private final LostLines lost = new LostLines();
  private final Set<GuardedSink> guarded = ConcurrentHashMap.newKeySet();

  private static final class Entry {
    final Log log; // null for a flush
    final Event event; // null asks to close the log
    volatile boolean done; // written, or lost, or not to be waited for any more
    volatile Thread waiter;

    Entry(Log log, Event event) {
      this.log = log;
      this.event = event;
    }

    void finish() {
      done = true;
      LockSupport.unpark(waiter);
    }
  }

  private record Batch(List<Entry> entries, long since) {}

  public Events() {
    this(WRITE_LIMIT);
  }

  /**
   * @param writeLimit after which nobody waits for a write any more
   */
  Events(Duration writeLimit) {
    this.writeLimit = writeLimit;
    writer.start();
    Thread watcher = Thread.ofVirtual().name("events-watch").unstarted(this::watch);
    watcher.start();
  }

  /** A log of one service: where its events go. Any thread. */
  public final class Log implements AutoCloseable {
    private final String service;
    private final List<EventSink> sinks;
    private final Runnable closed;

    private Log(String service, List<EventSink> sinks, Runnable closed) {
      this.service = service;
      this.sinks = List.copyOf(sinks);
      this.closed = closed;
    }

    /** Queues an event; it is lost when the queue is full. */
    public void publish(Event event) {
      if (!sinks.isEmpty() || !listeners.isEmpty()) {
        offer(new Entry(this, event));
      }
    }

    /**
     * Queues an event and waits until it is written, or lost, or takes longer than five seconds.
     */
    public void publishAndAwait(Event event) {
      if (sinks.isEmpty()) {
        publish(event); // nothing is written that anybody could miss
      } else {
        offerAndAwait(new Entry(this, event));
      }
    }

    /**
     * Queues the last event of a session. Waits for the writer only when that lags behind: then the
     * places of sessions become free no faster than their lines are written, and the queue never
     * grows until it drops some.
     */
    public void publishLast(Event event) {
      if (queue.size() < LAG) {
        publish(event);
      } else {
        publishAndAwait(event);
      }
    }

    /** Closes the sinks behind everything that was published. */
    @Override
    public void close() {
      if (sinks.isEmpty()) {
        closeSinks(this);
      } else {
        try {
          queue.put(new Entry(this, null));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          closeSinks(this);
        }
      }
    }
  }

  /** Makes the log of a service; closing it closes the sinks. */
  public Log log(String service, List<EventSink> sinks) {
    return log(service, sinks, () -> {});
  }

  /**
   * Makes the log of a service.
   *
   * @param closed told when it was closed and its last line is written
   */
  public Log log(String service, List<EventSink> sinks, Runnable closed) {
    openLogs.incrementAndGet();
    Log log = new Log(service, sinks, closed);
    for (EventSink sink : sinks) {
      if (sink instanceof GuardedSink apart) {
        guarded.add(apart);
        apart.account(accountOf(destination(log, sink)));
      }
    }
    return log;
  }

  private GuardedSink.Account accountOf(String destination) {
    return new GuardedSink.Account() {
      @Override
      public void lost(long lines, Exception why) {
        lost.lost(destination, lines, why);
      }

      @Override
      public void works() {
        lost.works(destination);
      }
    };
  }

  /**
   * Waits until an entry and all before it are written. Without a time limit of its own, since a
   * timed wait costs two more switches of threads: the watcher ends a wait that takes too long.
   */
  private void offerAndAwait(Entry entry) {
    entry.waiter = Thread.currentThread();
    if (!offer(entry)) {
      return;
    }
    boolean interrupted = false;
    while (!entry.done && writer.isAlive()) { // the watcher wakes who came just before its end
      LockSupport.park(entry);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Frees those who wait for a write that does not end, or for a writer that has ended. */
  private void watch() {
    try {
      while (!writer.join(writeLimit.dividedBy(5))) {
        Batch slow = writing;
        if (slow != null && System.nanoTime() - slow.since() >= writeLimit.toNanos()) {
          slow.entries().forEach(Entry::finish);
          queue.forEach(Entry::finish);
        }
      }
      queue.forEach(Entry::finish);
    } catch (InterruptedException e) {
      LOG.error("nobody looks after the event writer any more", e); // nobody has a reason to
    }
  }

  private boolean offer(Entry entry) {
    if (queue.offer(entry)) {
      return true;
    }
    dropped.incrementAndGet();
    return false;
  }

  /** From now on a listener hears of everything. */
  public void add(EventListener listener) {
    listeners.add(listener);
  }

  public void remove(EventListener listener) {
    listeners.remove(listener);
  }

  /** Events that wait to be written. */
  public int queued() {
    return queue.size();
  }

  public int capacity() {
    return CAPACITY;
  }

  /** Logs that could not be written the last time, in alphabetical order. */
  public List<String> failing() {
    return lost.failing();
  }

  /** Events dropped since the start because the queue was full. */
  public long dropped() {
    return dropped.get();
  }

  private void run() {
    List<Entry> batch = new ArrayList<>(BATCH);
    long reported = 0;
    while (!closing || !queue.isEmpty() || openLogs.get() > 0) {
      try {
        Entry first = queue.poll(1, TimeUnit.SECONDS);
        if (first != null) {
          batch.add(first);
          if (!closing) {
            LockSupport.parkNanos(GATHER_NANOS);
          }
          queue.drainTo(batch, BATCH - 1);
        }
      } catch (InterruptedException e) {
        LOG.error("the event writer was interrupted", e); // nobody has a reason to
      }
      write(batch);
      batch.clear();
      long now = dropped.get();
      if (now != reported) {
        LOG.error("{} log events were dropped: the event queue was full", now - reported);
        reported = now;
      }
    }
    lost.sayAll();
  }

  private void write(List<Entry> batch) {
    if (batch.isEmpty()) {
      return;
    }
    writing = new Batch(List.copyOf(batch), System.nanoTime());
    try {
      writeAll(batch);
    } finally {
      writing = null;
    }
  }

  private void writeAll(List<Entry> batch) {
    Map<Log, List<Event>> byLog = new LinkedHashMap<>();
    for (Entry entry : batch) {
      if (entry.log == null) {
        continue; // a flush
      }
      if (entry.event != null) {
        byLog.computeIfAbsent(entry.log, log -> new ArrayList<>()).add(entry.event);
      } else {
        List<Event> before = byLog.remove(entry.log);
        if (before != null) {
          writeSinks(entry.log, before);
        }
        closeSinks(entry.log);
      }
    }
    byLog.forEach(this::writeSinks);
    batch.forEach(Entry::finish);
    tell(batch);
  }

  private void tell(List<Entry> batch) {
    if (listeners.isEmpty()) {
      return;
    }
    List<Event> events = batch.stream().map(entry -> entry.event).filter(Objects::nonNull).toList();
    if (events.isEmpty()) {
      return;
    }
    for (EventListener listener : listeners) {
      try {
        listener.heard(events);
      } catch (RuntimeException e) {
        LOG.error("a listener of events failed", e);
      }
    }
  }

  private void writeSinks(Log log, List<Event> events) {
    for (EventSink sink : log.sinks) {
      if (sink instanceof GuardedSink apart) {
        apart.write(events); // queued; it tells by itself what becomes of them
        continue;
      }
      try {
        sink.write(events);
        if (!lost.isEmpty()) {
          lost.works(destination(log, sink));
        }
      } catch (IOException | RuntimeException e) {
        long lines = e instanceof LinesLost exactly ? exactly.count() : events.size();
        lost.lost(destination(log, sink), lines, e);
      }
    }
  }

  private static String destination(Log log, EventSink sink) {
    String shared = sink.destination();
    return shared.isEmpty() ? "log of service " + log.service : "log " + shared;
  }

  /** The log is closed when its last sink is, also of those that take their time. */
  private void closeSinks(Log log) {
    AtomicInteger open = new AtomicInteger(1 + log.sinks.size());
    for (EventSink sink : log.sinks) {
      if (sink instanceof GuardedSink apart) {
        apart.close(
            () -> {
              guarded.remove(apart);
              closedOne(log, open, sink);
            });
        continue;
      }
      try {
        sink.close();
      } catch (IOException | RuntimeException e) {
        LOG.error("log of service {} cannot be closed", log.service, e);
      }
      closedOne(log, open, sink);
    }
    last(log, open);
  }

  private void closedOne(Log log, AtomicInteger open, EventSink sink) {
    if (sink.destination().isEmpty()) {
      lost.forget(destination(log, sink));
    }
    last(log, open);
  }

  private void last(Log log, AtomicInteger open) {
    if (open.decrementAndGet() == 0) {
      openLogs.decrementAndGet();
      log.closed.run();
    }
  }

  /**
   * Writes what is queued. The writer ends with the last open log: sessions that outlive an update
   * of the engine still have their last lines written.
   */
  @Override
  public void close() {
    offerAndAwait(new Entry(null, null));
    closing = true;
    guarded.forEach(sink -> sink.flush(FLUSH_LIMIT));
    // the writer may outlive this, or end with the process before it can say anything
    lost.sayAll();
  }
}
