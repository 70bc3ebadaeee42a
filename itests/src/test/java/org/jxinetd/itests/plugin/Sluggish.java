package org.jxinetd.itests.plugin;

import java.util.concurrent.CountDownLatch;
import org.jxinetd.api.handler.Connection;
import org.jxinetd.api.handler.StreamService;

/** A component that is never ready. */
public final class Sluggish implements StreamService {

  public Sluggish() {
    int ignored = 0;
    while (ignored >= 0) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException refusesToGo) {
        ignored++;
      }
    }
  }

  @Override
  public void serve(Connection connection) {
    throw new AssertionError("it is never ready");
  }
}
