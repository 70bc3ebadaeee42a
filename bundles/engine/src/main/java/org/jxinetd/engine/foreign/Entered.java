package org.jxinetd.engine.foreign;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One call of a bundle's code on one of its threads. Whoever waits for the answer may give up; that
 * the code has ended is another matter.
 */
final class Entered<T> implements Runnable {

  private final FutureTask<T> task;
  private final Runnable left;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile Thread thread; // null until it runs

  /**
   * @param left told when the code has ended, on its thread
   */
  Entered(Callable<T> code, Runnable left) {
    this.task = new FutureTask<>(code);
    this.left = left;
  }

  @Override
  public void run() {
    thread = Thread.currentThread();
    try {
      task.run();
    } finally {
      thread = null;
      ended.countDown();
      left.run();
    }
  }

  /** The code has ended, whatever came of it. */
  boolean ended() {
    return ended.getCount() == 0;
  }

  /**
   * Waits for the answer; after the limit, or when the caller is interrupted, the code is told to
   * end and nobody waits any more.
   *
   * @throws TimeoutException after the limit
   * @throws Overrun when the code has thrown or answered nothing
   */
  T await(Duration limit) throws TimeoutException, Overrun, InterruptedException {
    try {
      T answer = task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      if (answer == null) {
        throw new Overrun("gave no answer");
      }
      return answer;
    } catch (TimeoutException e) {
      Thread late = thread;
      task.cancel(true);
      WardThreads.demote(late);
      throw e;
    } catch (InterruptedException e) {
      task.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      throw new Overrun(e.getCause());
    } catch (CancellationException e) {
      throw new Overrun("was given up");
    }
  }
}
