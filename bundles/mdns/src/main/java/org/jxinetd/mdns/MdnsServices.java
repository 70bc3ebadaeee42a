package org.jxinetd.mdns;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.ServiceObserver;
import org.jxinetd.api.service.ServiceSpec;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces the services with {@code mdns = yes} for as long as they listen. Interfaces come and
 * go: every ten seconds it looks again while there is something to announce; without that no socket
 * is open and no packet is read.
 */
@Component(immediate = true)
public final class MdnsServices implements ServiceObserver {

  private static final Logger LOG = LoggerFactory.getLogger(MdnsServices.class);
  private static final int LOOK_SECONDS = 10;
  private static final int END_SECONDS = 8;

  private final Announcer announcer;
  private final ScheduledThreadPoolExecutor thread;
  private final Map<String, Announcement> wanted = new LinkedHashMap<>(); // that thread

  /** On the interfaces of this host. */
  @Activate
  public MdnsServices() {
    this(new Announcer(new LocalNetwork(), LOG), LOOK_SECONDS);
  }

  MdnsServices(Announcer announcer, int lookSeconds) {
    this.announcer = announcer;
    this.thread =
        new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name("mdns").daemon().factory());
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    var unused =
        thread.scheduleWithFixedDelay(this::look, lookSeconds, lookSeconds, TimeUnit.SECONDS);
  }

  @Override
  public void opened(ServiceSpec service, List<Endpoint> at) {
    thread.execute(
        () -> {
          if (service.yes("mdns", false)) {
            wanted.put(service.pid(), Announcement.of(service, at));
          } else if (wanted.remove(service.pid()) == null) {
            return;
          }
          reconcile();
        });
  }

  @Override
  public void closed(ServiceSpec service) {
    thread.execute(
        () -> {
          if (wanted.remove(service.pid()) != null) {
            reconcile();
          }
        });
  }

  private void look() {
    if (!wanted.isEmpty()) {
      reconcile();
    }
  }

  private void reconcile() {
    try {
      announcer.reconcile(wanted.values());
    } catch (RuntimeException e) {
      LOG.error("announcing failed", e);
    }
  }

  /** Says good bye, within some seconds. */
  @Deactivate
  public void close() {
    thread.execute(
        () -> {
          wanted.clear();
          reconcile();
        });
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
