package org.jxinetd.access.host;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Answers that are kept for as long as they say. Who asks for something that is being looked up
 * waits for the same answer. The least recently used answers go first when there are too many. Any
 * thread.
 */
final class Lookups<K, V> {

  static final Duration SHORTEST = Duration.ofSeconds(1);
  static final Duration LONGEST = Duration.ofHours(1);

  /** An answer and how long it is good for; at least a second, at most an hour. */
  record Found<V>(V value, Duration life) {}

  /**
   * A look-up that is under way or done.
   *
   * @param startedNanos when it began
   */
  record Pending<V>(CompletableFuture<V> answer, long startedNanos) {

    /**
     * Waits for the answer. A look-up that is older than the limit is not waited for: it goes on
     * for later clients.
     *
     * @param end when waiting ends, on the clock of {@link System#nanoTime()}
     */
    Optional<V> await(Duration limit, long end) {
      if (answer.isDone()) {
        return Optional.of(answer.join());
      }
      long until = Math.min(end, startedNanos + limit.toNanos());
      try {
        return Optional.of(
            answer.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS));
      } catch (TimeoutException late) {
        return Optional.empty();
      } catch (InterruptedException stopping) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      } catch (ExecutionException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }

  private static final class Entry<V> {
    final CompletableFuture<V> answer = new CompletableFuture<>();
    final long startedNanos;
    volatile long lifeNanos = Long.MAX_VALUE;
    volatile long answeredNanos;

    Entry(long now) {
      startedNanos = now;
    }
  }

  private final Function<K, CompletableFuture<Found<V>>> source;
  private final V failure;
  private final int capacity;
  private final LongSupplier nanoTime;
  private final Map<K, Entry<V>> entries; // guarded by itself, in the order of use

  /**
   * @param capacity how many answers are kept
   * @param source looks up; must not block
   * @param failure stands for the answer when the source fails
   */
  Lookups(
      int capacity,
      Function<K, CompletableFuture<Found<V>>> source,
      V failure,
      LongSupplier nanoTime) {
    this.source = source;
    this.failure = failure;
    this.nanoTime = nanoTime;
    this.capacity = capacity;
    this.entries = new LinkedHashMap<>(16, 0.75f, true);
  }

  Pending<V> of(K key) {
    long now = nanoTime.getAsLong();
    Entry<V> entry;
    synchronized (entries) {
      Entry<V> known = entries.get(key);
      if (known != null && !isOld(known, now)) {
        return new Pending<>(known.answer, known.startedNanos);
      }
      entry = new Entry<>(now);
      entries.put(key, entry);
      if (entries.size() > capacity) {
        entries.remove(entries.keySet().iterator().next());
      }
    }
    start(key, entry);
    return new Pending<>(entry.answer, entry.startedNanos);
  }

  private static boolean isOld(Entry<?> entry, long now) {
    return entry.answer.isDone() && now - entry.answeredNanos > entry.lifeNanos;
  }

  private void start(K key, Entry<V> entry) {
    CompletableFuture<Found<V>> looking;
    try {
      looking = source.apply(key);
    } catch (RuntimeException e) {
      looking = CompletableFuture.failedFuture(e);
    }
    var unused =
        looking.whenComplete(
            (found, failed) -> {
              Found<V> good = failed == null ? found : new Found<>(failure, SHORTEST);
              entry.answeredNanos = nanoTime.getAsLong();
              entry.lifeNanos = bounded(good.life()).toNanos();
              entry.answer.complete(good.value());
            });
  }

  static Duration bounded(Duration life) {
    return life.compareTo(SHORTEST) < 0 ? SHORTEST : life.compareTo(LONGEST) > 0 ? LONGEST : life;
  }

  int size() {
    synchronized (entries) {
      return entries.size();
    }
  }
}
