package org.jxinetd.engine.unit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.ServiceObserver;
import org.jxinetd.api.service.ServiceSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells observers which services listen, on a thread of its own: what blocks there holds up no
 * change of a service. Any thread may call.
 */
public final class Observers implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Observers.class);
  private static final int END_SECONDS = 2;

  private record Open(ServiceSpec service, List<Endpoint> at) {}

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("observers").daemon().factory());

  // the observers' thread
  private final Map<String, Open> open = new LinkedHashMap<>();
  private final List<ServiceObserver> observers = new ArrayList<>();

  /** Tells a newcomer of all services that listen. */
  public void add(ServiceObserver observer) {
    run(
        () -> {
          observers.add(observer);
          open.values().forEach(o -> tell(observer, to -> to.opened(o.service(), o.at())));
        });
  }

  /** Leaves an observer out from now on; it cleans up after itself. */
  public void remove(ServiceObserver observer) {
    run(() -> observers.remove(observer));
  }

  void opened(ServiceSpec service, List<Endpoint> at) {
    run(
        () -> {
          Open before = open.put(service.pid(), new Open(service, at));
          if (before == null || !before.at().equals(at) || !before.service().sameAs(service)) {
            observers.forEach(observer -> tell(observer, to -> to.opened(service, at)));
          }
        });
  }

  void closed(String pid) {
    run(
        () -> {
          Open before = open.remove(pid);
          if (before != null) {
            observers.forEach(observer -> tell(observer, to -> to.closed(before.service())));
          }
        });
  }

  private void run(Runnable task) {
    try {
      thread.execute(task);
    } catch (RejectedExecutionException ended) {
      LOG.debug("the engine ends; observers are not told any more");
    }
  }

  private static void tell(ServiceObserver observer, Consumer<ServiceObserver> what) {
    try {
      what.accept(observer);
    } catch (RuntimeException | StackOverflowError e) {
      LOG.error("observer {} failed", observer.getClass().getName(), e);
    }
  }

  /** Tells what is left to tell, for at most two seconds. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
