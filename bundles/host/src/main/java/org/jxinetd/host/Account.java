package org.jxinetd.host;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jxinetd.api.service.Address;

/**
 * What the clients of one service take at this moment: running servers, running servers by source,
 * connections within the last second. Survives updates of the engine. Every method is atomic.
 */
public final class Account {

  private static final int SINGLE = 128;

  /** Servers by address; by single address even where a limit counts blocks, as limits change. */
  private final NavigableMap<SourceBlock, Integer> sources =
      new TreeMap<>(SourceBlock::compareAddresses);

  private final RateWindow window = new RateWindow();
  private SourceRates sourceRates; // null until a limit counts by source: most services never do
  private int running;
  private Optional<Instant> pausedUntil = Optional.empty();
  private int retrying;
  private long timedOut;
  private Counts elsewhere = Counts.NONE;

  /**
   * What runs at one moment.
   *
   * @param servers all of them
   * @param sources servers by the single address of their client, where that is counted
   */
  public record Counts(int servers, Map<SourceBlock, Integer> sources) {
    public static final Counts NONE = new Counts(0, Map.of());

    public Counts {
      sources = Map.copyOf(sources);
    }
  }

  Account() {}

  /**
   * Takes a place for one more server.
   *
   * @return false when {@code limit} servers run already
   */
  public synchronized boolean takeInstance(int limit) {
    if (running() >= limit) {
      return false;
    }
    running++;
    return true;
  }

  public synchronized void releaseInstance() {
    running--;
  }

  /**
   * Takes a place for one more server of a source.
   *
   * @param bits the addresses that agree in so many bits share the limit, see {@link SourceBlock}
   * @return false when they have {@code limit} servers already
   */
  public synchronized boolean takeSource(Address source, int bits, int limit) {
    if (running(source, bits) >= limit) {
      return false;
    }
    sources.merge(SourceBlock.of(source, SINGLE), 1, Integer::sum);
    return true;
  }

  public synchronized void releaseSource(Address source) {
    sources.computeIfPresent(SourceBlock.of(source, SINGLE), (a, n) -> n == 1 ? null : n - 1);
  }

  /**
   * Counts one connection.
   *
   * @param nowNanos {@link System#nanoTime()} or a test's clock
   * @return false when {@code rate} connections came within the last second; it is not counted then
   */
  public synchronized boolean takeRate(int rate, long nowNanos) {
    if (!window.admits(rate, nowNanos)) {
      return false;
    }
    window.add(nowNanos);
    return true;
  }

  /** Begins a new window, as after a pause. */
  public synchronized void resetRate() {
    window.clear();
  }

  /** Remembers that a limit has paused the service. */
  public synchronized void pause(Instant until) {
    pausedUntil = Optional.of(until);
  }

  /** The service is served again. */
  public synchronized void resume() {
    pausedUntil = Optional.empty();
  }

  /** Until when a limit has paused the service; empty when it is not paused. */
  public synchronized Optional<Instant> pausedUntil() {
    return pausedUntil;
  }

  /** One client more or less whose server could not be started yet. */
  public synchronized void retrying(int change) {
    retrying += change;
  }

  /** Clients that wait for another attempt to start their server. */
  public synchronized int retrying() {
    return retrying;
  }

  /** Counts a session that was ended because its time was up. */
  public synchronized void countTimedOut() {
    timedOut++;
  }

  /** Sessions ended because their time was up, since the account was opened. */
  public synchronized long timedOut() {
    return timedOut;
  }

  public synchronized int running() {
    return running + elsewhere.servers();
  }

  /** What runs in this process. */
  public synchronized Counts counts() {
    return new Counts(running, sources);
  }

  /** What still runs in the process whose place this one has taken; it counts as well. */
  public synchronized void elsewhere(Counts now) {
    elsewhere = now;
  }

  /** How long ago the connections of the last second came, in nanoseconds, the oldest first. */
  public synchronized List<Long> rateAgesNanos(long nowNanos) {
    return window.agesNanos(nowNanos);
  }

  /** Counts connections that came so long ago. */
  public synchronized void restoreRate(List<Long> agesNanos, long nowNanos) {
    agesNanos.forEach(age -> window.add(nowNanos - age));
  }

  /** The sources that rest, with what is left of it in nanoseconds. */
  public synchronized Map<SourceBlock, Long> resting(long nowNanos) {
    return sourceRates == null ? Map.of() : sourceRates.resting(nowNanos);
  }

  /** Has a source rest for so long. */
  public synchronized void rest(SourceBlock source, long forNanos, long nowNanos) {
    if (sourceRates == null) {
      sourceRates = new SourceRates();
    }
    sourceRates.rest(source, forNanos, nowNanos);
  }

  /** Servers of all addresses that agree with the source in so many bits. */
  public synchronized int running(Address source, int bits) {
    SourceBlock block = SourceBlock.of(source, bits);
    int sum = 0;
    for (int servers : sources.subMap(block.first(), true, block.last(), true).values()) {
      sum += servers;
    }
    for (Map.Entry<SourceBlock, Integer> one : elsewhere.sources().entrySet()) {
      sum += block.holds(one.getKey()) ? one.getValue() : 0;
    }
    return sum;
  }

  public synchronized int rate(long nowNanos) {
    return window.count(nowNanos);
  }

  /**
   * Counts one connection of a source.
   *
   * @return false when the source rests, or had {@code rate} connections within the last second: it
   *     rests for {@code restNanos} then
   */
  public synchronized boolean takeSourceRate(
      SourceBlock source, int rate, long restNanos, long nowNanos) {
    if (sourceRates == null) {
      sourceRates = new SourceRates();
    }
    return sourceRates.take(source, rate, restNanos, nowNanos);
  }

  /** True while a source rests because it had too many connections. */
  public synchronized boolean rests(SourceBlock source, long nowNanos) {
    return sourceRates != null && sourceRates.rests(source, nowNanos);
  }

  public synchronized int rate(SourceBlock source, long nowNanos) {
    return sourceRates == null ? 0 : sourceRates.count(source, nowNanos);
  }

  /** True when nobody takes anything, so that the account may be forgotten. */
  synchronized boolean idle(long nowNanos) {
    return running == 0
        && pausedUntil.isEmpty()
        && sources.isEmpty()
        && window.count(nowNanos) == 0
        && (sourceRates == null || sourceRates.idle(nowNanos));
  }
}
