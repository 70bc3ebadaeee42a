package org.jxinetd.host.start;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * What happens to the process, one thing after the other: signals, word from the engine, timers.
 * Any thread posts; the main thread acts.
 */
final class EventLoop {

  /** What a happening leads to. */
  interface Action {
    /**
     * @return the exit status that ends the daemon, or {@link #STAY}
     */
    int act() throws InterruptedException;
  }

  static final int STAY = -1;

  /** Signals of one number are merged by the kernel; nobody posts in a loop. */
  private static final int MOST = 4096;

  private final BlockingQueue<Action> queue = new LinkedBlockingQueue<>(MOST);

  /** Has the main thread act; lost when thousands wait already. */
  void post(Action action) {
    boolean taken = queue.offer(action);
    assert taken;
  }

  /** Acts until something ends the daemon. */
  int run() throws InterruptedException {
    while (true) {
      int status = queue.take().act();
      if (status != STAY) {
        return status;
      }
    }
  }
}
