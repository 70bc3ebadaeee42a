package org.jxinetd.itests.plugin;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jxinetd.api.log.Event;
import org.jxinetd.api.log.EventSink;
import org.jxinetd.api.log.SinkProvider;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ServiceSpec;

/** {@code log_type = LEAKY throw | block | spin | open}: what a log must not do. */
public final class Leaky implements SinkProvider, EventSink {

  private volatile String how = "";

  @Override
  public EventSink open(ServiceSpec service, Attribute logType) {
    how = logType.words().get(1);
    if (how.equals("open")) {
      block();
    }
    return this;
  }

  @Override
  public void write(List<Event> batch) throws IOException {
    switch (how) {
      case "throw" -> throw new IllegalStateException("on purpose");
      case "spin" -> {
        while (System.nanoTime() != 0) {
          Thread.onSpinWait();
        }
      }
      default -> block();
    }
  }

  private static void block() {
    int ignored = 0;
    while (true) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException refusesToGo) {
        ignored++;
      }
    }
  }

  @Override
  public void close() {}
}
