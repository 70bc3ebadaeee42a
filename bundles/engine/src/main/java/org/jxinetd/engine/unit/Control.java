package org.jxinetd.engine.unit;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine's control thread: every change of a service happens here, one after the other, so that
 * units need no locks among themselves.
 */
public final class Control implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Control.class);

  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().name("engine-control").daemon().factory());

  public Control() {
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    thread.setRemoveOnCancelPolicy(true);
  }

  /** Runs a task after those that were given before; nothing once the engine stops. */
  public void execute(Runnable task) {
    later(Duration.ZERO, task);
  }

  /**
   * The same.
   *
   * @param orElse run instead, on the calling thread, when the engine stops already
   */
  void execute(Runnable task, Runnable orElse) {
    try {
      thread.execute(() -> guarded(task));
    } catch (RejectedExecutionException stopped) {
      orElse.run();
    }
  }

  public void later(Duration delay, Runnable task) {
    if (!thread.isShutdown()) {
      var unused = thread.schedule(() -> guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | StackOverflowError e) {
      LOG.error("a change of a service failed", e);
    }
  }

  /** Runs a last task behind all that wait and ends the thread. */
  void close(Runnable last) {
    thread.execute(() -> guarded(last));
    close();
  }

  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(8, TimeUnit.SECONDS)) {
        LOG.error("changes of services did not end in time");
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
