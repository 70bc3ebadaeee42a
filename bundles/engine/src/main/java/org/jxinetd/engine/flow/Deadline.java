package org.jxinetd.engine.flow;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
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
 * refuses without being asked again until its bundle is replaced; so does one that leaves threads
 * behind. All of these threads, and those that they start, share one processor: however many of
 * them spin, they take one core at the most. Needs no end: sessions outlive the engine, and idle
 * threads end by themselves.
 */
public final class Deadline {

  private static final Logger LOG = LoggerFactory.getLogger(Deadline.class);
  private static final int THREADS = 16;

  /** Threads that the rules of one bundle may leave behind before it is quarantined. */
  private static final int LEFT_BEHIND = 32;

  private final Duration limit;
  private final Semaphore places = new Semaphore(THREADS, true);
  private final Map<String, String> quarantined = new ConcurrentHashMap<>();
  private final RuleThreads ruleThreads = new RuleThreads();
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), ruleThreads);

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
          return run(bundle, rule, () -> rule.decide(request, mode));
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
   *
   * @param owner an object of the provider's, by which threads that it leaves behind are known
   */
  public <T> T call(String bundle, Object owner, Callable<T> pattern) {
    try {
      return run(bundle, owner, pattern);
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
    return Optional.ofNullable(quarantined.get(bundle));
  }

  private <T> T run(String bundle, Object owner, Callable<T> code) throws Overrun {
    String quarantine = quarantined.get(bundle);
    if (quarantine != null) {
      throw new Overrun("quarantined: it " + quarantine);
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
              int left = ruleThreads.run(task, owner.getClass().getClassLoader());
              if (left > LEFT_BEHIND) {
                quarantine(bundle, "left " + left + " threads behind");
              }
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

  private void quarantine(String bundle, String why) {
    if (quarantined.putIfAbsent(bundle, why) == null) {
      LOG.error("bundle {} {}; it is quarantined", bundle, why);
    }
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
      quarantine(bundle, "took longer than " + limit + " for a decision");
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
