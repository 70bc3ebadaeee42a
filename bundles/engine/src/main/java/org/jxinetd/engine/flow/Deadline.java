package org.jxinetd.engine.flow;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jxinetd.api.access.AccessRule;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.Mode;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs code of other people's bundles on a few platform threads and gives it a deadline, so that a
 * rule that blocks or spins delays its own client only. Clients queue for a thread for as long as
 * the deadline, and the code has as long once more. A provider that overruns is quarantined: it
 * refuses without being asked again until its bundle is replaced. Needs no end: sessions outlive
 * the engine, and idle threads end by themselves.
 */
public final class Deadline {

  private static final Logger LOG = LoggerFactory.getLogger(Deadline.class);
  private static final int THREADS = 16;

  private final Duration limit;
  private final Semaphore places = new Semaphore(THREADS, true);
  private final Set<String> quarantined = ConcurrentHashMap.newKeySet();
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          30,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          Thread.ofPlatform().name("rules-", 0).daemon().factory());

  public Deadline(Duration limit) {
    this.limit = limit;
    threads.allowCoreThreadTimeOut(true);
  }

  /** The code failed, overran, or could not be run. */
  private static final class Overrun extends Exception {
    private static final long serialVersionUID = 1L;

    Overrun(String message) {
      super(message);
    }
  }

  /** The rule with a deadline: what goes wrong refuses. */
  public AccessRule guard(String bundle, AccessRule rule) {
    return new AccessRule() {
      @Override
      public Verdict decide(Request request, Mode mode) {
        try {
          return run(bundle, () -> rule.decide(request, mode));
        } catch (Overrun e) {
          return new Verdict.Refuse(
              Reason.RULE_FAILED,
              new Evidence("rule of bundle " + bundle, request.service().origin(), e.getMessage()));
        }
      }

      @Override
      public boolean mayWait() {
        return true;
      }
    };
  }

  /**
   * A look-up of a pattern provider with a deadline. What goes wrong is thrown, so that the gate
   * refuses whichever list it stands in.
   */
  public <T> T call(String bundle, Callable<T> pattern) {
    try {
      return run(bundle, pattern);
    } catch (Overrun e) {
      throw new IllegalStateException("pattern of bundle " + bundle + ": " + e.getMessage(), e);
    }
  }

  /** A provider is new or replaced: it may try again. */
  public void pardon(String bundle) {
    quarantined.remove(bundle);
  }

  /** Why a bundle is not asked any more. */
  public Optional<String> quarantine(String bundle) {
    return quarantined.contains(bundle)
        ? Optional.of("took longer than " + limit + " for a decision")
        : Optional.empty();
  }

  private <T> T run(String bundle, Callable<T> code) throws Overrun {
    if (quarantined.contains(bundle)) {
      throw new Overrun("quarantined since it overran its deadline");
    }
    try {
      if (!places.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new Overrun("all " + THREADS + " threads for rules were busy for " + limit);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Overrun("interrupted");
    }
    // a place is free again when the code has ended, not when nobody waits for it any more
    FutureTask<T> task = new FutureTask<>(code);
    try {
      threads.execute(
          () -> {
            try {
              task.run();
            } finally {
              places.release();
            }
          });
    } catch (RejectedExecutionException ended) {
      places.release();
      throw new Overrun("the engine ends");
    }
    return await(bundle, task);
  }

  private <T> T await(String bundle, FutureTask<T> task) throws Overrun {
    try {
      T answer = task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      if (answer == null) {
        throw new Overrun("no answer");
      }
      return answer;
    } catch (TimeoutException late) {
      task.cancel(true);
      if (quarantined.add(bundle)) {
        LOG.error("bundle {} took longer than {} for a decision; it is quarantined", bundle, limit);
      }
      throw new Overrun("took longer than " + limit);
    } catch (ExecutionException e) {
      LOG.error("bundle {} failed to decide; the client is refused", bundle, e.getCause());
      throw new Overrun(String.valueOf(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      task.cancel(true);
      throw new Overrun("interrupted");
    }
  }
}
