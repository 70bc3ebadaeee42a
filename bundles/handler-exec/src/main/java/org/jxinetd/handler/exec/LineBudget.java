package org.jxinetd.handler.exec;

import java.util.concurrent.TimeUnit;

/**
 * How many lines the servers of one service may write into the daemon log: a burst, then so many a
 * second. Any thread.
 */
final class LineBudget {

  static final int BURST = 100;
  private static final long NANOS_A_LINE = TimeUnit.MILLISECONDS.toNanos(100);

  private long free = BURST;
  private long counted = System.nanoTime();
  private long dropped;

  /** True when one more line may be written. One that may not is counted. */
  synchronized boolean take(long nowNanos) {
    long earned = (nowNanos - counted) / NANOS_A_LINE;
    if (earned > 0) {
      free = Math.min(BURST, free + earned);
      counted += earned * NANOS_A_LINE;
    }
    if (free == 0) {
      dropped++;
      return false;
    }
    free--;
    return true;
  }

  /** How many lines were dropped since this was asked last. */
  synchronized long takeDropped() {
    long now = dropped;
    dropped = 0;
    return now;
  }
}
