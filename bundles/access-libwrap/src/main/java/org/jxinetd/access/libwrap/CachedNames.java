package org.jxinetd.access.libwrap;

import java.time.Duration;
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
import org.jxinetd.api.service.Address;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a slow source of names on a few platform threads and remembers the answers for a short time.
 * Clients that ask for the same address at the same time wait for one answer; a slow name server
 * delays those clients only whose names are asked for.
 */
final class CachedNames implements Names, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CachedNames.class);
  private static final int THREADS = 32;
  static final int MAX_ENTRIES = 4096;
  private static final long KNOWN_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long UNKNOWN_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Function<Address, Name> source;
  private final LongSupplier nanoTime;
  private final AtomicBoolean full = new AtomicBoolean();
  private final ConcurrentHashMap<Address, Entry> entries = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0,
          THREADS,
          30,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().name("names-", 0).daemon().factory());

  /**
   * @param source may block
   * @param nanoTime a clock like {@link System#nanoTime()}
   */
  CachedNames(Function<Address, Name> source, LongSupplier nanoTime) {
    this.source = source;
    this.nanoTime = nanoTime;
  }

  private final class Entry {
    private final CompletableFuture<Name> answer = new CompletableFuture<>();
    private volatile long answeredAt;

    void look(Address address) {
      try {
        Name name = source.apply(address);
        answeredAt = nanoTime.getAsLong();
        answer.complete(name);
      } catch (RuntimeException | Error e) {
        LOG.warn("cannot look up the name of {}: {}", address, e.toString());
        answeredAt = nanoTime.getAsLong();
        answer.complete(Name.UNKNOWN);
      }
    }

    boolean isOld(long now) {
      if (!answer.isDone()) {
        return false;
      }
      long life = answer.join().isKnown() ? KNOWN_NANOS : UNKNOWN_NANOS;
      return now - answeredAt > life;
    }
  }

  @Override
  public Name of(Address address, Duration limit) {
    long now = nanoTime.getAsLong();
    Entry entry =
        entries.compute(
            address, (key, old) -> old != null && !old.isOld(now) ? old : start(address));
    if (entry == null) {
      return Name.UNKNOWN;
    }
    try {
      return entry.answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      LOG.info("the name of {} did not come in time; it counts as unknown", address);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    } finally {
      trim(now);
    }
    return Name.UNKNOWN;
  }

  private Entry start(Address address) {
    Entry entry = new Entry();
    try {
      threads.execute(() -> entry.look(address));
      full.set(false);
      return entry;
    } catch (RejectedExecutionException busy) {
      if (full.compareAndSet(false, true)) {
        LOG.warn("{} look-ups of names are under way; more names count as unknown", THREADS);
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
