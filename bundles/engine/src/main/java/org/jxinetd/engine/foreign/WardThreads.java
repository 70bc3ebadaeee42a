package org.jxinetd.engine.foreign;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jxinetd.linux.Affinity;
import org.jxinetd.linux.OsException;
import org.jxinetd.linux.Self;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads for the code of one bundle: all on one processor, and in a group of their own with the
 * bundle's class loader, both of which threads inherit that the code starts.
 */
final class WardThreads implements ThreadFactory {

  private static final Logger LOG = LoggerFactory.getLogger(WardThreads.class);

  private final ThreadGroup group;
  private final ClassLoader loader;
  private final String bundle;
  private final AtomicInteger numbers = new AtomicInteger();

  WardThreads(String bundle, ClassLoader loader) {
    this.bundle = bundle;
    this.loader = loader;
    this.group = new ThreadGroup("bundle " + bundle);
  }

  /** One of ours, unlike those that the code starts. */
  private static final class WardThread extends Thread {
    private volatile int kernelId;

    WardThread(ThreadGroup group, Runnable work, String name) {
      super(group, work, name);
      setDaemon(true);
    }
  }

  @Override
  public Thread newThread(Runnable work) {
    Thread thread =
        new WardThread(
            group,
            () -> {
              confine();
              work.run();
            },
            bundle + "-" + numbers.getAndIncrement());
    thread.setContextClassLoader(loader);
    return thread;
  }

  private static void confine() {
    try {
      if (Thread.currentThread() instanceof WardThread self) {
        self.kernelId = Self.threadId();
      }
      Affinity.confine();
    } catch (OsException e) {
      LOG.warn("a bundle that spins can take more than one core: {}", e.getMessage());
    }
  }

  /** Leaves a thread that nobody waits for any more the time that nobody else wants. */
  static void demote(Thread thread) {
    if (thread instanceof WardThread ours && ours.isAlive() && ours.kernelId > 0) {
      try {
        Self.lowerPriority(ours.kernelId);
      } catch (OsException e) {
        LOG.debug("{}: {}", ours.getName(), e.getMessage()); // it has ended meanwhile
      }
    }
  }

  /** How many threads are alive that the code has started from one of these. */
  int started() {
    int most = group.activeCount();
    if (most <= numbers.get()) {
      return 0; // the usual case: nobody but ours, some of which may have ended
    }
    Thread[] all = new Thread[most + 16];
    int found = group.enumerate(all);
    int foreign = 0;
    for (int i = 0; i < found; i++) {
      if (!(all[i] instanceof WardThread)) {
        foreign++;
      }
    }
    return foreign;
  }

  /**
   * The threads of this process that are the bundle's own: started by its code, made of its
   * classes, or with its code on their stack. Looks at every platform thread there is.
   *
   * @param contains whether the bundle contains a class
   */
  List<Thread> leftBehind(Predicate<String> contains) {
    List<Thread> left = new ArrayList<>();
    Thread.getAllStackTraces()
        .forEach(
            (thread, stack) -> {
              boolean theirs =
                  !(thread instanceof WardThread)
                      && !thread.equals(Thread.currentThread())
                      && (group.equals(thread.getThreadGroup())
                          || thread.getClass().getClassLoader() == loader
                          || runs(stack, contains));
              if (theirs) {
                left.add(thread);
              }
            });
    return left;
  }

  private static boolean runs(StackTraceElement[] stack, Predicate<String> contains) {
    for (StackTraceElement frame : stack) {
      if (contains.test(frame.getClassName())) {
        return true;
      }
    }
    return false;
  }
}
