package org.jxinetd.host;

import java.util.HashMap;
import java.util.Map;
import org.jxinetd.api.service.Address;

/**
 * What the clients of one service take at this moment: running servers, running servers by source,
 * connections within the last second. Survives updates of the engine. Every method is atomic.
 */
public final class Account {

  private final Map<Address, Integer> sources = new HashMap<>();
  private final RateWindow window = new RateWindow();
  private int running;

  Account() {}

  /**
   * Takes a place for one more server.
   *
   * @return false when {@code limit} servers run already
   */
  public synchronized boolean takeInstance(int limit) {
    if (running >= limit) {
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
   * @return false when the source has {@code limit} servers already
   */
  public synchronized boolean takeSource(Address source, int limit) {
    int now = sources.getOrDefault(source, 0);
    if (now >= limit) {
      return false;
    }
    sources.put(source, now + 1);
    return true;
  }

  public synchronized void releaseSource(Address source) {
    sources.computeIfPresent(source, (a, n) -> n == 1 ? null : n - 1);
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

  public synchronized int running() {
    return running;
  }

  public synchronized int running(Address source) {
    return sources.getOrDefault(source, 0);
  }

  public synchronized int rate(long nowNanos) {
    return window.count(nowNanos);
  }

  /** True when nobody takes anything, so that the account may be forgotten. */
  synchronized boolean idle(long nowNanos) {
    return running == 0 && sources.isEmpty() && window.count(nowNanos) == 0;
  }
}
