package org.jxinetd.shell.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.jxinetd.shell.command.Platform;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Runs the Felix Health Checks of all bundles, each on a thread of its own under a deadline. One
 * that has not come back is not started again until it does. Any thread.
 */
@Component(service = Platform.Checks.class)
public final class HealthChecks implements Platform.Checks {

  private static final Duration LIMIT = Duration.ofSeconds(2);

  /** A check that a bundle offers. */
  private record Offered(String name, List<String> tags, HealthCheck check) {}

  private final Map<HealthCheck, Offered> offered = new ConcurrentHashMap<>();
  private final Map<HealthCheck, FutureTask<Result>> running = new ConcurrentHashMap<>();
  private final Duration limit;

  public HealthChecks() {
    this(LIMIT);
  }

  HealthChecks(Duration limit) {
    this.limit = limit;
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void add(HealthCheck check, ServiceReference<HealthCheck> reference) {
    add(check, reference.getProperty(HealthCheck.NAME), reference.getProperty(HealthCheck.TAGS));
  }

  void add(HealthCheck check, Object name, Object tags) {
    List<String> words =
        switch (tags) {
          case String[] many -> Arrays.asList(many);
          case String one -> List.of(one);
          case null, default -> List.of();
        };
    String known = name == null ? check.getClass().getName() : name.toString();
    offered.put(check, new Offered(known, words, check));
  }

  void remove(HealthCheck check) {
    offered.remove(check);
  }

  @Override
  public List<Platform.Checked> run(Optional<String> tag) throws InterruptedException {
    List<Offered> chosen =
        offered.values().stream()
            .filter(o -> tag.map(o.tags::contains).orElse(true))
            .sorted(Comparator.comparing(Offered::name))
            .toList();
    List<FutureTask<Result>> tasks = new ArrayList<>();
    for (Offered one : chosen) {
      tasks.add(running.computeIfAbsent(one.check, check -> start(one)));
    }
    long deadline = System.nanoTime() + limit.toNanos();
    List<Platform.Checked> results = new ArrayList<>();
    for (int i = 0; i < chosen.size(); i++) {
      results.add(result(chosen.get(i), tasks.get(i), deadline));
    }
    return results;
  }

  /** A platform thread: a check that blocks or spins must not hold a carrier of virtual threads. */
  private FutureTask<Result> start(Offered one) {
    FutureTask<Result> task =
        new FutureTask<>(one.check::execute) {
          @Override
          protected void done() {
            running.remove(one.check, this);
          }
        };
    Thread.ofPlatform().name("health-" + one.name).daemon().start(task);
    return task;
  }

  private Platform.Checked result(Offered one, FutureTask<Result> task, long deadline)
      throws InterruptedException {
    try {
      long left = Math.max(0, deadline - System.nanoTime());
      Result result = task.get(left, TimeUnit.NANOSECONDS);
      if (result == null) {
        return bad(one, "no answer");
      }
      List<String> messages = new ArrayList<>();
      result.forEach(entry -> messages.add(entry.getMessage()));
      return new Platform.Checked(
          one.name, result.getStatus().name(), acceptable(result.getStatus()), messages);
    } catch (TimeoutException late) {
      return bad(one, "no answer within " + limit.toMillis() + " ms");
    } catch (ExecutionException failed) {
      return bad(one, String.valueOf(failed.getCause()));
    }
  }

  private static boolean acceptable(Result.Status status) {
    return status == Result.Status.OK || status == Result.Status.WARN;
  }

  private static Platform.Checked bad(Offered one, String message) {
    return new Platform.Checked(
        one.name, Result.Status.HEALTH_CHECK_ERROR.name(), false, List.of(message));
  }
}
