package org.jxinetd.engine.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.jxinetd.engine.flow.Events;
import org.jxinetd.engine.flow.Gate;
import org.jxinetd.engine.flow.Plan;
import org.jxinetd.engine.flow.Specs;

class PlanInForceTest {

  private final Events events = new Events();
  private final AtomicLong nanos = new AtomicLong(77);
  private final AtomicBoolean usable = new AtomicBoolean(true);

  @AfterEach
  void close() {
    events.close();
  }

  private Plan plan() {
    return plan(usable::get);
  }

  private Plan plan(BooleanSupplier there) {
    return new Plan(
        Specs.service("s").build(),
        new Gate(Optional.empty(), List.of()),
        Plan.Serving.NOBODY,
        events.log("s", List.of()),
        there);
  }

  private static CompletableFuture<Optional<Plan>> waiting(PlanInForce force) {
    CompletableFuture<Optional<Plan>> got = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                got.complete(force.awaitPlan());
              } catch (InterruptedException e) {
                got.completeExceptionally(e);
              }
            });
    return got;
  }

  @Test
  void aUsablePlanIsRetainedForWhoAsks() throws Exception {
    PlanInForce force = new PlanInForce(Duration.ZERO, nanos::get);
    Plan plan = plan();
    force.swap(plan);
    assertSame(plan, force.awaitPlan().orElseThrow());
    force.swap(null);
    assertTrue(plan.retain(), "the client's use is left");
    plan.release();
    plan.release();
    assertFalse(plan.retain());
    assertEquals(Optional.empty(), force.now());
  }

  @Test
  void clientsWaitForThePlanThatComes() throws Exception {
    PlanInForce force = new PlanInForce(Duration.ofSeconds(30), nanos::get);
    force.swap(plan(() -> false)); // for good: who looks late must not find it usable again
    CompletableFuture<Optional<Plan>> first = waiting(force);
    CompletableFuture<Optional<Plan>> second = waiting(force);
    assertFalse(first.isDone());
    Plan next = plan();
    force.swap(next);
    assertSame(next, first.get(20, TimeUnit.SECONDS).orElseThrow());
    assertSame(next, second.get(20, TimeUnit.SECONDS).orElseThrow());
  }

  @Test
  void theHoldCountsFromTheFirstWhoMissesIt() throws Exception {
    PlanInForce force = new PlanInForce(Duration.ofMillis(50), nanos::get);
    long before = System.nanoTime();
    CompletableFuture<Optional<Plan>> first = waiting(force);
    while (!first.isDone()) {
      // the test's clock goes along with the wait
      nanos.set(77 + System.nanoTime() - before);
      Thread.onSpinWait();
    }
    assertEquals(Optional.empty(), first.get());
    assertTrue(System.nanoTime() - before >= 50_000_000L);
    long late = System.nanoTime();
    assertEquals(Optional.empty(), force.awaitPlan(), "the next one is told at once");
    assertTrue(System.nanoTime() - late < 40_000_000L);
    Plan next = plan();
    force.swap(next);
    assertSame(next, force.awaitPlan().orElseThrow());
    usable.set(false);
    CompletableFuture<Optional<Plan>> again = waiting(force);
    assertFalse(again.isDone(), "a new hold begins");
    usable.set(true);
    force.swap(plan());
    assertTrue(again.get(20, TimeUnit.SECONDS).isPresent());
  }
}
