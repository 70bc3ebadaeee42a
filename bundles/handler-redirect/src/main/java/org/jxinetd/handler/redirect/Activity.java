package org.jxinetd.handler.redirect;

import org.jxinetd.linux.Fd;
import org.jxinetd.linux.OsException;
import org.jxinetd.linux.Poller;

/** When data last moved in either direction of a relay, and how long it may rest. Both threads. */
final class Activity {

  private final long limitNanos;
  private volatile long lastNanos = System.nanoTime();

  /**
   * @param limitNanos 0 for no limit
   */
  Activity(long limitNanos) {
    this.limitNanos = limitNanos;
  }

  void touch() {
    if (limitNanos != 0) {
      lastNanos = System.nanoTime();
    }
  }

  /**
   * Waits for a descriptor.
   *
   * @return false when nothing has moved in either direction for too long
   */
  boolean await(Fd fd, int events) throws OsException, InterruptedException {
    if (limitNanos == 0) {
      return Poller.await(fd, events, 0);
    }
    while (true) {
      long left = lastNanos + limitNanos - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      if (Poller.await(fd, events, left)) {
        return true;
      }
    }
  }
}
