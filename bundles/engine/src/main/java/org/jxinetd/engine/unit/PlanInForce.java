package org.jxinetd.engine.unit;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jxinetd.engine.flow.Plan;
import org.jxinetd.engine.flow.Plans;

/**
 * The plan that a service is served by now, for those who wait for one. The control thread changes
 * it, any thread may wait. How long clients are held counts from the first one that misses it, for
 * all of them together.
 */
final class PlanInForce implements Plans {

  private final Duration hold;
  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile Plan plan; // null while there is nothing to serve by
  private OptionalLong missedSinceNanos = OptionalLong.empty(); // guarded by lock

  PlanInForce(Duration hold, LongSupplier nanoTime) {
    this.hold = hold;
    this.nanoTime = nanoTime;
  }

  Optional<Plan> now() {
    return Optional.ofNullable(plan);
  }

  /** Puts another plan into force; null leaves none. Wakes who waits for one. */
  void swap(Plan next) {
    lock.lock();
    try {
      Plan before = plan;
      plan = next;
      if (next != null) {
        missedSinceNanos = OptionalLong.empty();
      }
      if (before != null) {
        before.release();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<Plan> awaitPlan() throws InterruptedException {
    Plan first = plan;
    if (first != null && first.usable() && first.retain()) {
      return Optional.of(first);
    }
    lock.lockInterruptibly();
    try {
      while (true) {
        Plan now = plan;
        if (now != null && now.usable() && now.retain()) {
          missedSinceNanos = OptionalLong.empty();
          return Optional.of(now);
        }
        long moment = nanoTime.getAsLong();
        if (missedSinceNanos.isEmpty()) {
          missedSinceNanos = OptionalLong.of(moment);
        }
        long left = hold.toNanos() - (moment - missedSinceNanos.getAsLong());
        if (left <= 0) {
          return Optional.empty();
        }
        changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
