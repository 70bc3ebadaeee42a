package org.jxinetd.engine.foreign;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The code of one bundle that is not ours, as long as the bundle runs. It is called on platform
 * threads of its own, few at a time for questions, one for each session that it serves, so that it
 * takes neither the carriers of all other sessions nor the threads of another bundle. All of its
 * threads share one processor with those of the other wards: however many spin, they take one core
 * at the most.
 *
 * <p>A bundle that is late, or leaves threads behind, is quarantined: it is not asked again until
 * it is started anew. Needs no end: sessions outlive the engine, and idle threads end by
 * themselves. Any thread.
 */
public final class Ward {

  private static final Logger LOG = LoggerFactory.getLogger(Ward.class);

  /** Longest time for a decision about one client, or one datagram. */
  public static final Duration DECISION = Duration.ofSeconds(2);

  /** Longest time for compiling one service's part. */
  public static final Duration COMPILATION = Duration.ofSeconds(5);

  /** Longest time for asking a client's host who its user is. */
  public static final Duration IDENTIFICATION = Duration.ofSeconds(60);

  /** Questions that are answered at a time. */
  static final int CALLS = 16;

  /** Sessions that are served at a time. */
  static final int VISITS = 1_000;

  /** Threads that the code may leave behind before the bundle is quarantined. */
  private static final int LEFT_BEHIND = 32;

  /** How often threads that were left behind are counted, at most. */
  private static final long COUNT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** How often the same kind of failure is written with all that was thrown. */
  private static final long SAY_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final String bundle;
  private final WardThreads threads;
  private final Semaphore places = new Semaphore(CALLS, true);
  private final ThreadPoolExecutor calls;
  private final ThreadPoolExecutor sessions;
  private final Set<Visit> visits = ConcurrentHashMap.newKeySet();
  private final AtomicLong countedAtNanos = new AtomicLong(System.nanoTime() - COUNT_NANOS);
  private final AtomicLong saidAtNanos = new AtomicLong(System.nanoTime() - SAY_NANOS);
  private final AtomicInteger unsaid = new AtomicInteger();
  private volatile String quarantined; // null while it is asked

  /**
   * @param bundle its symbolic name
   * @param loader its class loader
   */
  public Ward(String bundle, ClassLoader loader) {
    this(bundle, loader, VISITS);
  }

  Ward(String bundle, ClassLoader loader, int visits) {
    this.bundle = bundle;
    this.threads = new WardThreads(bundle, loader);
    this.calls =
        new ThreadPoolExecutor(
            CALLS, CALLS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
    calls.allowCoreThreadTimeOut(true);
    this.sessions =
        new ThreadPoolExecutor(0, visits, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
  }

  public String bundle() {
    return bundle;
  }

  /** Why the bundle is not asked any more. */
  public Optional<String> quarantined() {
    return Optional.ofNullable(quarantined);
  }

  void quarantine(String why) {
    synchronized (this) {
      if (quarantined != null) {
        return;
      }
      quarantined = why;
    }
    LOG.error("bundle {} {}; it is quarantined", bundle, why);
  }

  /** Says what the code has thrown; not all of it when it throws at every client. */
  void failed(String doing, Throwable thrown) {
    long now = System.nanoTime();
    long before = saidAtNanos.get();
    if (now - before < SAY_NANOS || !saidAtNanos.compareAndSet(before, now)) {
      unsaid.incrementAndGet();
      return;
    }
    int more = unsaid.getAndSet(0);
    LOG.error(
        "bundle {} failed to {}{}",
        bundle,
        doing,
        more == 0 ? "" : " (and " + more + " times before)",
        thrown);
  }

  /**
   * Asks for an answer. Waits for a free thread as long as it may take to answer.
   *
   * @param limit after which the bundle is quarantined
   * @param doing for messages: {@code decide}
   * @throws Overrun when there is none; the cause is what the code has thrown
   */
  public <T> T call(Duration limit, String doing, Callable<T> code) throws Overrun {
    try {
      Entered<T> entered = enter(limit, code);
      try {
        return entered.await(limit);
      } catch (TimeoutException late) {
        quarantine("took longer than " + said(limit) + " to " + doing);
        throw new Overrun("took longer than " + said(limit));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Overrun("was interrupted");
    }
  }

  static String said(Duration limit) {
    return limit.toMillisPart() == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
  }

  /** Begins a call, as soon as there is a thread for it. */
  <T> Entered<T> enter(Duration limit, Callable<T> code) throws Overrun, InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      String why = quarantined;
      if (why != null) {
        throw new Overrun("is quarantined: it " + why);
      }
      long left = deadline - System.nanoTime();
      if (places.tryAcquire(Math.clamp(left, 0, LOOK_NANOS), TimeUnit.NANOSECONDS)) {
        break;
      }
      if (left <= 0) {
        throw new Overrun("has kept all its " + CALLS + " threads busy for " + said(limit));
      }
    }
    // a place is free again when the code has ended, not when nobody waits for it any more
    Entered<T> entered = new Entered<>(code, this::left);
    try {
      calls.execute(entered);
    } catch (RejectedExecutionException | OutOfMemoryError noThread) {
      places.release();
      throw new Overrun(noThread);
    }
    return entered;
  }

  private void left() {
    places.release();
    countLeftBehind();
  }

  void countLeftBehind() {
    long now = System.nanoTime();
    long before = countedAtNanos.get();
    if (now - before < COUNT_NANOS || !countedAtNanos.compareAndSet(before, now)) {
      return;
    }
    int left = threads.started();
    if (left > LEFT_BEHIND) {
      quarantine("left " + left + " threads behind");
    }
  }

  // ---- sessions

  /**
   * Has the code serve a client on a thread of its own.
   *
   * @return false when it serves as many as it may
   */
  boolean begin(Visit visit) {
    visits.add(visit);
    try {
      sessions.execute(visit);
      return true;
    } catch (RejectedExecutionException | OutOfMemoryError noThread) {
      visits.remove(visit);
      return false;
    }
  }

  /** Runs something of the code's that nobody waits for; not at all when there is no thread. */
  void send(String doing, Runnable message) {
    try {
      sessions.execute(
          () -> {
            try {
              message.run();
            } catch (RuntimeException | StackOverflowError | LinkageError e) {
              failed(doing, e);
            }
          });
    } catch (RejectedExecutionException | OutOfMemoryError noThread) {
      LOG.warn("bundle {}: no thread is left to {}", bundle, doing);
    }
  }

  void ended(Visit visit) {
    visits.remove(visit);
  }

  /** Sessions that the code serves now. */
  public int visits() {
    return visits.size();
  }

  /** Processor time of sessions since they have last said anything. */
  long silentNanos() {
    return visits.stream().mapToLong(Visit::silentNanos).sum();
  }

  /** Tells the code to end all its sessions, and ends them without it when it does not. */
  public void endVisits() {
    visits.forEach(Visit::expel);
  }

  /**
   * The threads that the bundle has left behind; see {@link WardThreads#leftBehind}.
   *
   * @param contains whether the bundle contains a class
   */
  public List<Thread> leftBehind(Predicate<String> contains) {
    return threads.leftBehind(contains);
  }
}
