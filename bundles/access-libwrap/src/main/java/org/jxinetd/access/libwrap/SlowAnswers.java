package org.jxinetd.access.libwrap;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a slow source on a few platform threads and keeps the answers for a short time. Those who
 * have the same question at the same time wait for one answer; a slow answer delays those only who
 * asked for it. Any thread.
 *
 * @param <Q> question
 * @param <A> answer
 */
final class SlowAnswers<Q, A> implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SlowAnswers.class);
  static final int THREADS = 32;
  static final int MAX_ENTRIES = 4096;
  private static final long LIFE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Function<Q, A> source;
  private final LongSupplier nanoTime;
  private final AtomicBoolean full = new AtomicBoolean();
  private final ConcurrentHashMap<Q, Entry> entries = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor threads;

  /**
   * @param name of the threads
   * @param source may block
   * @param nanoTime a clock like {@link System#nanoTime()}
   */
  SlowAnswers(String name, Function<Q, A> source, LongSupplier nanoTime) {
    this.source = source;
    this.nanoTime = nanoTime;
    this.threads =
        new ThreadPoolExecutor(
            0,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().name(name + "-", 0).daemon().factory());
  }

  private final class Entry {
    private final CompletableFuture<Optional<A>> answer = new CompletableFuture<>();
    private volatile long answeredAt;

    void ask(Q question) {
      Optional<A> found = Optional.empty();
      try {
        found = Optional.of(source.apply(question));
      } catch (RuntimeException | Error e) {
        LOG.warn("no answer to {}: {}", question, e.toString());
      }
      answeredAt = nanoTime.getAsLong();
      answer.complete(found);
    }

    boolean isOld(long now) {
      return answer.isDone() && now - answeredAt > LIFE_NANOS;
    }
  }

  /** The answer; empty when it did not come within the limit, or the source failed. */
  Optional<A> to(Q question, Duration limit) {
    long now = nanoTime.getAsLong();
    Entry entry =
        entries.compute(
            question, (key, old) -> old != null && !old.isOld(now) ? old : start(question));
    if (entry == null) {
      return Optional.empty();
    }
    try {
      return entry.answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      return Optional.empty();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    } finally {
      trim(now);
    }
  }

  private Entry start(Q question) {
    Entry entry = new Entry();
    try {
      threads.execute(() -> entry.ask(question));
      full.set(false);
      return entry;
    } catch (RejectedExecutionException busy) {
      if (full.compareAndSet(false, true)) {
        LOG.warn("{} questions are under way; more are not asked: {}", THREADS, question);
      }
      return null;
    }
  }

  private void trim(long now) {
    if (entries.size() > MAX_ENTRIES) {
      entries.values().removeIf(entry -> entry.isOld(now));
      if (entries.size() > MAX_ENTRIES) {
        entries.values().removeIf(entry -> entry.answer.isDone());
      }
    }
  }

  int remembered() {
    return entries.size();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
