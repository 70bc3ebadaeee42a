package org.jxinetd.shell.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jxinetd.shell.command.Platform.Checked;

@Timeout(60)
class HealthChecksTest {

  private final HealthChecks checks = new HealthChecks(Duration.ofMillis(200));

  private void add(String name, HealthCheck check, String... tags) {
    checks.add(check, name, tags);
  }

  @Test
  void runsThoseWithTheTagInOrderOfTheirNames() throws Exception {
    add("b", () -> new Result(Result.Status.OK, "fine"), "readiness", "x");
    add("a", () -> new Result(Result.Status.WARN, "nearly"), "readiness");
    add("c", () -> new Result(Result.Status.CRITICAL, "bad"));
    List<Checked> ready = checks.run(Optional.of("readiness"));
    assertEquals(List.of("a", "b"), ready.stream().map(Checked::name).toList());
    assertTrue(ready.stream().allMatch(Checked::good));
    List<Checked> all = checks.run(Optional.empty());
    assertEquals(new Checked("c", "CRITICAL", false, List.of("bad")), all.get(2));
  }

  @Test
  void aCheckThatBlocksHasFailedAndIsNotStartedTwice() throws Exception {
    AtomicInteger started = new AtomicInteger();
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    add(
        "stuck",
        () -> {
          started.incrementAndGet();
          try {
            release.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          ended.countDown();
          return new Result(Result.Status.OK, "at last");
        });
    add("good", () -> new Result(Result.Status.OK, "fine"));
    for (int i = 0; i < 3; i++) {
      List<Checked> results = checks.run(Optional.empty());
      assertTrue(results.get(0).good());
      assertEquals(List.of("no answer within 200 ms"), results.get(1).messages());
      assertFalse(results.get(1).good());
    }
    assertEquals(1, started.get());
    release.countDown();
    assertTrue(ended.await(20, TimeUnit.SECONDS));
  }

  @Test
  void aCheckThatThrowsOrSaysNothingHasFailed() throws Exception {
    add(
        "throws",
        () -> {
          throw new IllegalStateException("broken");
        });
    add("none", () -> null);
    List<Checked> results = checks.run(Optional.empty());
    assertEquals(List.of("no answer"), results.get(0).messages());
    assertTrue(results.get(1).messages().getFirst().contains("broken"));
    assertFalse(results.get(1).good());
  }

  @Test
  void aCheckWhoseBundleIsGoneIsNotRun() throws Exception {
    HealthCheck check = () -> new Result(Result.Status.OK, "fine");
    checks.add(check, null, null);
    assertEquals(1, checks.run(Optional.empty()).size());
    checks.remove(check);
    assertEquals(List.of(), checks.run(Optional.empty()));
  }
}
