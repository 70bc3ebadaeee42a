package org.jxinetd.shell.control;

import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes the channels of clients that are too slow. One platform thread; any thread may call. */
final class Deadlines implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Deadlines.class);

  private final ScheduledThreadPoolExecutor timer;

  Deadlines() {
    timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("control-deadlines").daemon().factory());
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Limits what the caller does with the channel until it closes the deadline. */
  Deadline start(SocketChannel channel, Duration limit) {
    return new Deadline(
        timer.schedule(() -> close(channel), limit.toNanos(), TimeUnit.NANOSECONDS));
  }

  private static void close(SocketChannel channel) {
    LOG.debug("a client of the control socket is too slow and is cut off");
    Channels.close(channel);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  /** Runs until it is closed. */
  record Deadline(Future<?> closing) implements AutoCloseable {
    @Override
    public void close() {
      closing.cancel(false);
    }
  }
}
