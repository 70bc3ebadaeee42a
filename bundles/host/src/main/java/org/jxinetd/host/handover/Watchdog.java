package org.jxinetd.host.handover;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jxinetd.linux.Fd;
import org.jxinetd.linux.LocalSockets;
import org.jxinetd.linux.OsException;
import org.jxinetd.linux.Poller;
import org.jxinetd.linux.Sockets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the service manager its signs of life, twice in the time that it waits for one, as long as
 * what every client needs works: a byte is seen by the poller and wakes a virtual thread.
 */
public final class Watchdog implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

  private final ServiceManager manager;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("watchdog").daemon().factory());

  private Watchdog(ServiceManager manager, Duration limit) {
    this.manager = manager;
    long everyMillis = Math.max(1, limit.toMillis() / 2);
    long patienceNanos = TimeUnit.MILLISECONDS.toNanos(everyMillis);
    var unused =
        thread.scheduleAtFixedRate(
            () -> look(patienceNanos), 0, everyMillis, TimeUnit.MILLISECONDS);
  }

  /** Begins, when the manager wants it. */
  public static Optional<Watchdog> start(ServiceManager manager) {
    return manager.watchdog().map(limit -> new Watchdog(manager, limit));
  }

  private void look(long patienceNanos) {
    try {
      if (answers(patienceNanos)) {
        manager.alive();
      } else {
        LOG.error("the poller does not answer; the service manager gets no sign of life");
      }
    } catch (OsException e) {
      LOG.error("no sign of life for the service manager: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean answers(long patienceNanos) throws OsException, InterruptedException {
    LocalSockets.Pair pair = LocalSockets.pair();
    try (Fd here = pair.one();
        Fd there = pair.other()) {
      Thread client =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      if (Poller.await(there, Poller.READ, patienceNanos)) {
                        Sockets.write(there, new byte[1], 0, 1);
                      }
                    } catch (OsException | InterruptedException gone) {
                      LOG.debug("the sign of life came too late");
                    }
                  });
      Sockets.write(here, new byte[1], 0, 1);
      boolean answered = Poller.await(here, Poller.READ, patienceNanos);
      client.interrupt();
      return answered;
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
