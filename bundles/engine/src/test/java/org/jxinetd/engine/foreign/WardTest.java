package org.jxinetd.engine.foreign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.jxinetd.api.access.AccessRule;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.Identity;
import org.jxinetd.api.access.Mode;
import org.jxinetd.api.access.PatternProvider.Compiled;
import org.jxinetd.api.access.PatternProvider.Match;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.Token;
import org.jxinetd.engine.flow.Specs;

class WardTest {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(50);

  private final Request client = Specs.from(Specs.service("s").build(), "192.0.2.1");
  private final CountDownLatch never = new CountDownLatch(1);
  private final Ward ward = new Ward("b", getClass().getClassLoader());

  @AfterEach
  void letGo() {
    never.countDown();
  }

  private static Verdict pass() {
    return Verdict.pass(new Evidence("the rule", Origin.of("/etc/x", 7), ""));
  }

  private static void assertFailed(Verdict verdict, String detail) {
    Verdict.Refuse refuse = assertInstanceOf(Verdict.Refuse.class, verdict);
    assertEquals(Reason.RULE_FAILED, refuse.why());
    assertTrue(refuse.evidence().detail().contains(detail), refuse.evidence().detail());
    assertEquals("rule of bundle b", refuse.evidence().rule());
  }

  /** Ends with the test only, whatever it is told. */
  private boolean stuck() {
    int ignored = 0;
    while (never.getCount() > 0) {
      try {
        never.await();
      } catch (InterruptedException refusesToGo) {
        ignored++;
      }
    }
    return ignored >= 0;
  }

  private Verdict late() {
    boolean unused = stuck();
    return pass();
  }

  @Test
  void anAnswerInTimeIsTheAnswerFromAThreadOfTheBundles() {
    AtomicReference<Thread> thread = new AtomicReference<>();
    Verdict verdict = pass();
    AccessRule rule =
        (request, mode) -> {
          thread.set(Thread.currentThread());
          assertSame(client, request);
          assertEquals(Mode.DRY_RUN, mode);
          return verdict;
        };
    AccessRule guarded = Guards.rule(ward, LONG, rule);
    assertSame(verdict, guarded.decide(client, Mode.DRY_RUN));
    assertTrue(guarded.mayWait());
    assertNotSame(Thread.currentThread(), thread.get());
    assertTrue(thread.get().isDaemon() && !thread.get().isVirtual());
    assertTrue(thread.get().getName().startsWith("b-"), thread.get().getName());
    assertSame(getClass().getClassLoader(), thread.get().getContextClassLoader());
  }

  @Test
  void aBundleThatIsLateIsNotAskedAgain() {
    AtomicInteger asked = new AtomicInteger();
    AccessRule late = Guards.rule(ward, SHORT, (r, m) -> late());
    assertFailed(late.decide(client, Mode.DECIDE), "took longer than 50 ms");
    assertEquals(Optional.of("took longer than 50 ms to decide"), ward.quarantined());
    AccessRule good =
        Guards.rule(
            ward,
            LONG,
            (request, mode) -> {
              asked.incrementAndGet();
              return pass();
            });
    assertFailed(good.decide(client, Mode.DECIDE), "is quarantined: it took longer than 50 ms");
    assertEquals(0, asked.get());
    Verdict.Refuse unavailable =
        assertInstanceOf(
            Verdict.Refuse.class, Guards.serving(ward, false).decide(client, Mode.DECIDE));
    assertEquals(Reason.UNAVAILABLE, unavailable.why(), "nor does it serve anybody");
  }

  @Test
  void aRuleThatFailsOrSaysNothingRefusesAndIsAskedAgain() {
    AtomicBoolean fails = new AtomicBoolean(true);
    AccessRule broken =
        Guards.rule(
            ward,
            LONG,
            (request, mode) -> {
              if (fails.get()) {
                throw new IllegalStateException("broken rule");
              }
              return pass();
            });
    assertFailed(broken.decide(client, Mode.DECIDE), "broken rule");
    assertFailed(
        Guards.rule(ward, LONG, (r, m) -> null).decide(client, Mode.DECIDE), "gave no answer");
    assertInstanceOf(
        Verdict.Pass.class, Guards.serving(ward, false).decide(client, Mode.DECIDE), "it may");
    fails.set(false);
    assertInstanceOf(Verdict.Pass.class, broken.decide(client, Mode.DECIDE));
  }

  @Test
  void anErrorOfTheCodeIsAFailureLikeAnyOther() {
    Overrun e =
        assertThrows(
            Overrun.class,
            () ->
                ward.call(
                    LONG,
                    "decide",
                    () -> {
                      throw new NoClassDefFoundError("org/example/Absent");
                    }));
    assertInstanceOf(NoClassDefFoundError.class, e.getCause());
  }

  @Test
  void aThreadThatIsToldToEndRefusesAndStaysInterrupted() {
    Thread.currentThread().interrupt();
    assertFailed(
        Guards.rule(ward, LONG, (r, m) -> pass()).decide(client, Mode.DECIDE), "was interrupted");
    assertTrue(Thread.interrupted());
    assertTrue(ward.quarantined().isEmpty(), "the bundle could not help it");
  }

  /** More clients than threads wait for each other; none is refused for that. */
  @Test
  void aCrowdQueues() throws InterruptedException {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch full = new CountDownLatch(Ward.CALLS);
    AccessRule rule =
        Guards.rule(
            ward,
            LONG,
            (request, mode) -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              full.countDown();
              try {
                full.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              now.decrementAndGet();
              return pass();
            });
    AtomicInteger passed = new AtomicInteger();
    List<Thread> crowd = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      crowd.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    if (rule.decide(client, Mode.DECIDE) instanceof Verdict.Pass) {
                      passed.incrementAndGet();
                    }
                  }));
    }
    for (Thread each : crowd) {
      each.join();
    }
    assertEquals(100, passed.get());
    assertEquals(Ward.CALLS, most.get(), "as many at a time as there are threads");
  }

  @Test
  void aBundleWithAllItsThreadsStuckTakesNoneOfAnother() throws InterruptedException {
    List<Thread> crowd = new ArrayList<>();
    AccessRule stuck = Guards.rule(ward, SHORT, (r, m) -> late());
    for (int i = 0; i < 2 * Ward.CALLS; i++) {
      crowd.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    Verdict unused = stuck.decide(client, Mode.DECIDE);
                  }));
    }
    for (Thread each : crowd) {
      each.join();
    }
    Ward other = new Ward("other", getClass().getClassLoader());
    AccessRule good = Guards.rule(other, LONG, (request, mode) -> pass());
    assertInstanceOf(Verdict.Pass.class, good.decide(client, Mode.DECIDE));
  }

  @Test
  void aPatternThatFailsIsThrownSoThatEitherListRefuses() {
    Compiled broken =
        new Compiled() {
          @Override
          public Set<Token> understood() {
            throw new AssertionError("asked before");
          }

          @Override
          public List<Problem> problems() {
            throw new AssertionError("asked before");
          }

          @Override
          public Optional<Match> match(Request request) {
            throw new IllegalStateException("broken pattern");
          }
        };
    Compiled guarded = Guards.patterns(ward, broken, Set.of(), List.of());
    assertEquals(Set.of(), guarded.understood());
    assertEquals(List.of(), guarded.problems());
    assertTrue(guarded.mayWait());
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> guarded.ask(client, Mode.DECIDE));
    assertTrue(e.getMessage().contains("bundle b"), e.getMessage());
    assertTrue(e.getMessage().contains("broken pattern"), e.getMessage());
    assertThrows(IllegalStateException.class, () -> guarded.match(client));
  }

  @Test
  void whoCannotSayWhoTheUserIsKnowsNobody() throws InterruptedException {
    assertEquals(
        new Identity.Known("UNIX : alice"),
        Guards.asker(ward, request -> new Identity.Known("UNIX : alice")).ask(client));
    Identity unknown =
        Guards.asker(
                ward,
                request -> {
                  throw new IllegalStateException("no idea");
                })
            .ask(client);
    assertEquals(new Identity.Unknown("system error"), unknown);
  }

  @Test
  void aDatagramThatFailsIsAnExceptionOfTheSocketsKind() {
    IOException own = new IOException("buffer full");
    IOException thrown =
        assertThrows(
            IOException.class,
            () ->
                Guards.datagrams(
                        ward,
                        datagram -> {
                          throw own;
                        })
                    .answer(null));
    assertSame(own, thrown);
    assertThrows(
        IOException.class,
        () ->
            Guards.datagrams(
                    ward,
                    datagram -> {
                      throw new IllegalStateException("broken");
                    })
                .answer(null));
  }

  @Test
  void aBundleThatLeavesThreadsBehindIsQuarantinedAndTheyAreFound() throws Exception {
    List<Thread> leaked = new ArrayList<>();
    try {
      for (int i = 0; i < 200 && ward.quarantined().isEmpty(); i++) {
        String name = "leaked-" + i;
        boolean unused =
            ward.call(
                LONG,
                "decide",
                () ->
                    leaked.add(
                        Thread.ofPlatform().daemon().name(name).start(() -> assertTrue(stuck()))));
      }
    } catch (Overrun quarantinedMeanwhile) {
      assertTrue(ward.quarantined().isPresent());
    }
    // counted every so often: at the latest now
    Thread.sleep(60);
    ward.countLeftBehind();
    assertTrue(ward.quarantined().orElseThrow().matches("left \\d+ threads behind"));
    List<Thread> found = ward.leftBehind(name -> false);
    assertEquals(Set.copyOf(leaked), Set.copyOf(found), "and no thread of ours");
  }

  @Test
  void aThreadThatRunsTheBundlesCodeIsFoundWhoeverStartedIt() throws InterruptedException {
    CountDownLatch runs = new CountDownLatch(1);
    Thread stranger =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  runs.countDown();
                  assertTrue(stuck());
                });
    runs.await();
    String own = getClass().getName();
    assertTrue(ward.leftBehind(own::equals).contains(stranger));
    assertFalse(ward.leftBehind("org.example.Other"::equals).contains(stranger));
  }

  /** One that spins goes on for ever; it gets the time that nobody else wants. */
  @Test
  void whoeverIsLateFallsBackBehindAllOthers() throws IOException {
    Ward spinning = new Ward("spinner", getClass().getClassLoader());
    assertThrows(
        Overrun.class,
        () ->
            spinning.call(
                SHORT,
                "decide",
                () -> {
                  while (never.getCount() > 0) {
                    Thread.onSpinWait();
                  }
                  return true;
                }));
    try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
      List<String> spinners =
          tasks.map(WardTest::stat).filter(stat -> stat.contains("(spinner-0)")).toList();
      assertEquals(1, spinners.size());
      String[] fields = spinners.getFirst().replaceFirst(".*\\) ", "").split(" ");
      assertEquals("19", fields[16], spinners.getFirst());
    }
  }

  private static String stat(Path task) {
    try {
      return Files.readString(task.resolve("stat")).strip();
    } catch (IOException ended) {
      return "";
    }
  }
}
