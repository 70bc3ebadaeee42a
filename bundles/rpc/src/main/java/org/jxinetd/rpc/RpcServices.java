package org.jxinetd.rpc;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.ServiceObserver;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.ServiceType;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the services of type RPC registered for as long as they listen. A service that closes may
 * be on its way to another engine, so its entry stays for a moment; rpcbind is asked again every
 * half minute, since one that was started anew has forgotten everything.
 */
@Component(immediate = true)
public final class RpcServices implements ServiceObserver {

  private static final Logger LOG = LoggerFactory.getLogger(RpcServices.class);
  private static final Duration ANSWER = Duration.ofSeconds(3);
  private static final int END_SECONDS = 5;

  /** Seconds until something is done. */
  record Pace(int afterClose, int afterFailure, int again) {}

  private final Registrar registrar;
  private final Pace pace;
  private final ScheduledThreadPoolExecutor thread;

  // that thread
  private final Map<String, List<Registration>> wanted = new LinkedHashMap<>();
  private Optional<ScheduledFuture<?>> next = Optional.empty();
  private boolean ended;

  /** With Debian's rpcbind and the daemon's state folder. */
  @Activate
  public RpcServices(BundleContext context) {
    this(
        new Registrar(
            new Rpcbind(new LocalTransport(LocalTransport.STANDARD, ANSWER)),
            new Memory(Path.of(context.getProperty("org.jxinetd.statedir"))),
            LOG),
        new Pace(3, 5, 30));
  }

  RpcServices(Registrar registrar, Pace pace) {
    this.registrar = registrar;
    this.pace = pace;
    this.thread =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("rpc-registration").daemon().factory());
    thread.setRemoveOnCancelPolicy(true);
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    thread.execute(this::step); // what a daemon that was killed has left
  }

  @Override
  public void opened(ServiceSpec service, List<Endpoint> at) {
    if (!service.has(ServiceType.RPC)) {
      closed(service); // it may have been one before
      return;
    }
    try {
      List<Registration> registrations = Registrations.of(service, at);
      thread.execute(
          () -> {
            wanted.put(service.pid(), registrations);
            step();
          });
    } catch (ConfigException e) {
      e.problems().forEach(problem -> LOG.error("{}", problem.message()));
    }
  }

  @Override
  public void closed(ServiceSpec service) {
    thread.execute(
        () -> {
          if (wanted.remove(service.pid()) != null) {
            later(pace.afterClose());
          }
        });
  }

  private void step() {
    List<Registration> all = new ArrayList<>();
    wanted.values().forEach(all::addAll);
    boolean done = false;
    try {
      done = registrar.reconcile(all);
    } catch (RuntimeException e) {
      LOG.error("registration with rpcbind failed", e);
    }
    if (!ended && (!done || !all.isEmpty())) {
      later(done ? pace.again() : pace.afterFailure());
    }
  }

  private void later(int seconds) {
    next.ifPresent(step -> step.cancel(false));
    next = Optional.of(thread.schedule(this::step, seconds, TimeUnit.SECONDS));
  }

  /** Takes everything out of rpcbind, if that answers in time. */
  @Deactivate
  public void close() {
    thread.execute(
        () -> {
          ended = true;
          wanted.clear();
          step();
        });
    thread.shutdown();
    try {
      if (!thread.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("rpcbind does not answer; what is registered is taken out at the next start");
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
