package org.jxinetd.engine.unit;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * How long the control thread waits for bundles that are not ours before it goes on without them:
 * seldom at all, as most are quick; in the long run a tenth of its time. Belongs to the control
 * thread.
 */
final class Patience {

  private static final int SHARE = 10;

  private final long mostNanos;
  private final LongSupplier nanoTime;
  private long leftNanos;
  private long askedAtNanos;

  /**
   * @param most that it waits in one go
   */
  Patience(Duration most, LongSupplier nanoTime) {
    this.mostNanos = most.toNanos();
    this.nanoTime = nanoTime;
    this.leftNanos = mostNanos;
    this.askedAtNanos = nanoTime.getAsLong();
  }

  /** Waits for something; true when it is done, in whatever way. */
  boolean await(CompletableFuture<?> done) throws InterruptedException {
    long before = nanoTime.getAsLong();
    leftNanos = Math.min(mostNanos, leftNanos + (before - askedAtNanos) / SHARE);
    askedAtNanos = before;
    try {
      Object unused = done.get(leftNanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return true;
    } finally {
      long now = nanoTime.getAsLong();
      leftNanos = Math.max(0, leftNanos - (now - before));
      askedAtNanos = now;
    }
    return true;
  }
}
