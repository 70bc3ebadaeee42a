package org.jxinetd.deploy;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jxinetd.linux.Affinity;
import org.jxinetd.linux.OsException;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starting or stopping a bundle that is not ours, on a thread of its own: code of the bundle runs
 * there, which may fail, block or compute without end. That thread and all that the code starts
 * share one processor with each other. Belongs to the deploy thread.
 */
final class Attempt {

  private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

  /** How long a bundle may take to start or to stop. */
  static final Duration LIMIT = Duration.ofSeconds(10);

  /** What is done there. */
  interface Work {

    /** Returns the names of the bundles that were refreshed. */
    Set<String> run() throws BundleException;
  }

  /**
   * How it went.
   *
   * @param failure empty when it went well
   */
  record Outcome(Set<String> refreshed, Optional<String> failure) {}

  private final CompletableFuture<Set<String>> result = new CompletableFuture<>();
  private final Thread thread;
  private final Runnable tooLate;
  private final LongSupplier nanoTime;
  private final long begunNanos;
  private boolean givenUp; // guarded by this
  private boolean ended; // guarded by this

  /**
   * @param bundle what it is about, for the name of the thread
   * @param work that may take its time
   * @param tooLate run when the work comes to its end after it was given up, in its thread
   */
  Attempt(String bundle, Work work, Runnable tooLate, LongSupplier nanoTime) {
    this.tooLate = tooLate;
    this.nanoTime = nanoTime;
    this.begunNanos = nanoTime.getAsLong();
    ThreadGroup group = new ThreadGroup("bundle " + bundle);
    thread = new Thread(group, () -> run(work), "start of " + bundle);
    thread.setDaemon(true);
    thread.start();
  }

  private void run(Work work) {
    try {
      Affinity.confine();
    } catch (OsException e) {
      LOG.warn("a bundle that spins can take more than one core: {}", e.getMessage());
    }
    try {
      result.complete(work.run());
    } catch (Throwable e) { // whatever its code throws, the attempt is over
      result.completeExceptionally(e);
    }
    synchronized (this) {
      ended = true;
      if (!givenUp) {
        return;
      }
    }
    tooLate.run();
  }

  /** Waits a moment; true when it is over by then. */
  boolean isOverWithin(Duration moment) {
    try {
      Object unused = result.get(moment.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** It has come to an end, or has had its time. */
  boolean isOver() {
    return result.isDone() || nanoTime.getAsLong() - begunNanos >= LIMIT.toNanos();
  }

  /**
   * How it went; what goes on still is told to end and has failed.
   *
   * @throws IllegalStateException when it is not over
   */
  Outcome conclude() {
    if (!isOver()) {
      throw new IllegalStateException("it goes on");
    }
    synchronized (this) {
      if (!ended && !result.isDone()) {
        givenUp = true;
        thread.interrupt();
        return new Outcome(
            Set.of(), Optional.of("it has taken longer than " + LIMIT.toSeconds() + " s"));
      }
    }
    try {
      return new Outcome(result.join(), Optional.empty());
    } catch (RuntimeException e) {
      return new Outcome(Set.of(), Optional.of(reason(e)));
    }
  }

  /** The innermost message: what the code of the bundle threw. */
  static String reason(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof BundleException ? cause.getMessage() : cause.toString();
  }
}
