package org.jxinetd.engine.flow;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jxinetd.linux.OsException;
import org.jxinetd.linux.Self;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads for code of other people's bundles: all on one processor, and in a group of their own, so
 * that threads which the code starts and leaves behind can be found and told whose they are.
 */
final class RuleThreads implements ThreadFactory {

  private static final Logger LOG = LoggerFactory.getLogger(RuleThreads.class);

  private final ThreadGroup group = new ThreadGroup("rules");
  private final AtomicInteger numbers = new AtomicInteger();

  /** One of ours, unlike those that the code starts. */
  private static final class RuleThread extends Thread {
    RuleThread(ThreadGroup group, Runnable work, String name) {
      super(group, work, name);
      setDaemon(true);
    }
  }

  @Override
  public Thread newThread(Runnable work) {
    return new RuleThread(
        group,
        () -> {
          confine();
          work.run();
        },
        "rules-" + numbers.getAndIncrement());
  }

  private static void confine() {
    try {
      Self.confineThread();
    } catch (OsException e) {
      LOG.warn("a rule that spins can take more than one core: {}", e.getMessage());
    }
  }

  /**
   * Runs code on the calling thread. Threads that it starts inherit the context class loader, which
   * tells whose they are.
   *
   * @param owner class loader of the code's bundle
   * @return how many threads with that owner are alive that are none of ours
   */
  int run(Runnable code, ClassLoader owner) {
    Thread self = Thread.currentThread();
    self.setContextClassLoader(owner);
    try {
      code.run();
    } finally {
      self.setContextClassLoader(null);
    }
    if (group.activeCount() <= numbers.get()) {
      return 0; // the usual case: nobody but ours, some of which may have ended
    }
    Thread[] all = new Thread[group.activeCount() + 16];
    int found = group.enumerate(all);
    int left = 0;
    for (int i = 0; i < found; i++) {
      if (!(all[i] instanceof RuleThread) && all[i].getContextClassLoader() == owner) {
        left++;
      }
    }
    return left;
  }
}
