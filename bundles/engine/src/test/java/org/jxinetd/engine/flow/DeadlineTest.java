package org.jxinetd.engine.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.jxinetd.api.access.AccessRule;
import org.jxinetd.api.access.Mode;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.Verdict;

class DeadlineTest {

  private final Request client = Specs.from(Specs.service("s").build(), "192.0.2.1");
  private final CountDownLatch never = new CountDownLatch(1);

  private static void assertFailed(Verdict verdict, String detail) {
    Verdict.Refuse refuse = assertInstanceOf(Verdict.Refuse.class, verdict);
    assertEquals(Reason.RULE_FAILED, refuse.why());
    assertTrue(refuse.evidence().detail().contains(detail), refuse.evidence().detail());
    assertEquals("rule of bundle b", refuse.evidence().rule());
  }

  private AccessRule blocking() {
    return (request, mode) -> {
      try {
        never.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return House.pass();
    };
  }

  @Test
  void anAnswerInTimeIsTheAnswerFromAThreadThatMayBlock() {
    Deadline deadline = new Deadline(Duration.ofSeconds(20));
    Verdict verdict = House.refuse();
    AtomicReference<Thread> thread = new AtomicReference<>();
    AccessRule rule =
        (request, mode) -> {
          thread.set(Thread.currentThread());
          assertSame(client, request);
          assertEquals(Mode.DRY_RUN, mode);
          return verdict;
        };
    assertSame(verdict, deadline.guard("b", rule).decide(client, Mode.DRY_RUN));
    assertNotSame(Thread.currentThread(), thread.get());
    assertTrue(thread.get().isDaemon() && !thread.get().isVirtual());
  }

  @Test
  void aRuleThatIsLateRefusesAndIsNotAskedAgainUntilItIsReplaced() {
    Deadline deadline = new Deadline(Duration.ofMillis(50));
    assertFailed(
        deadline.guard("b", blocking()).decide(client, Mode.DECIDE), "took longer than PT0.05S");
    AtomicInteger asked = new AtomicInteger();
    AccessRule good =
        (request, mode) -> {
          asked.incrementAndGet();
          return House.pass();
        };
    assertFailed(deadline.guard("b", good).decide(client, Mode.DECIDE), "quarantined");
    assertEquals(0, asked.get());
    assertInstanceOf(Verdict.Pass.class, deadline.guard("other", good).decide(client, Mode.DECIDE));
    deadline.pardon("b");
    assertInstanceOf(Verdict.Pass.class, deadline.guard("b", good).decide(client, Mode.DECIDE));
  }

  @Test
  void aRuleThatFailsOrSaysNothingRefuses() {
    Deadline deadline = new Deadline(Duration.ofSeconds(20));
    AccessRule broken =
        (request, mode) -> {
          throw new IllegalStateException("broken rule");
        };
    assertFailed(deadline.guard("b", broken).decide(client, Mode.DECIDE), "broken rule");
    assertFailed(deadline.guard("b", (r, m) -> null).decide(client, Mode.DECIDE), "no answer");
    assertInstanceOf(
        Verdict.Pass.class,
        deadline.guard("b", (r, m) -> House.pass()).decide(client, Mode.DECIDE),
        "it is asked again");
  }

  @Test
  void aThreadThatIsToldToEndRefusesAndStaysInterrupted() {
    Deadline deadline = new Deadline(Duration.ofSeconds(20));
    Thread.currentThread().interrupt();
    assertFailed(deadline.guard("b", blocking()).decide(client, Mode.DECIDE), "interrupted");
    assertTrue(Thread.interrupted());
  }

  /** More clients than threads wait for each other; none is refused for that. */
  @Test
  void aCrowdQueues() throws InterruptedException {
    Deadline deadline = new Deadline(Duration.ofSeconds(20));
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch full = new CountDownLatch(16);
    AccessRule rule =
        (request, mode) -> {
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          full.countDown();
          try {
            full.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          now.decrementAndGet();
          return House.pass();
        };
    AtomicInteger passed = new AtomicInteger();
    List<Thread> crowd = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      crowd.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    if (deadline.guard("b", rule).decide(client, Mode.DECIDE)
                        instanceof Verdict.Pass) {
                      passed.incrementAndGet();
                    }
                  }));
    }
    for (Thread each : crowd) {
      each.join();
    }
    assertEquals(100, passed.get());
    assertEquals(16, most.get(), "as many at a time as there are threads");
  }

  @Test
  void whenAllThreadsAreStuckOthersAreRefusedInTime() throws InterruptedException {
    Deadline deadline = new Deadline(Duration.ofMillis(100));
    AccessRule stuck =
        (request, mode) -> {
          while (never.getCount() > 0) {
            Thread.onSpinWait();
            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
            Thread.interrupted(); // will not be told
          }
          return House.pass();
        };
    List<Thread> crowd = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      String bundle = "stuck" + i;
      crowd.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    Verdict unused = deadline.guard(bundle, stuck).decide(client, Mode.DECIDE);
                  }));
    }
    for (Thread each : crowd) {
      each.join();
    }
    AccessRule good = (request, mode) -> House.pass();
    assertFailed(
        deadline.guard("b", good).decide(client, Mode.DECIDE),
        "all 16 threads for rules were busy");
    never.countDown();
    Verdict after = deadline.guard("b", good).decide(client, Mode.DECIDE);
    for (int i = 0; i < 50 && !(after instanceof Verdict.Pass); i++) {
      after = deadline.guard("b", good).decide(client, Mode.DECIDE); // waits 100 ms for a thread
    }
    assertInstanceOf(Verdict.Pass.class, after, "a thread is free again");
  }

  @Test
  void aPatternThatFailsIsThrownSoThatEitherListRefuses() {
    Deadline deadline = new Deadline(Duration.ofSeconds(20));
    assertEquals("match", deadline.call("b", this, () -> "match"));
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () ->
                deadline.call(
                    "b",
                    this,
                    () -> {
                      throw new IllegalStateException("broken pattern");
                    }));
    assertTrue(e.getMessage().contains("bundle b"), e.getMessage());
    assertTrue(e.getMessage().contains("broken pattern"), e.getMessage());
  }

  @Test
  void aGuardedRuleMayWait() {
    assertTrue(new Deadline(Duration.ofSeconds(1)).guard("b", (r, m) -> House.pass()).mayWait());
  }
}
