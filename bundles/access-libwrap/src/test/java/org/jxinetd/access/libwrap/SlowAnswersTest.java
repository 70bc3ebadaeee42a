package org.jxinetd.access.libwrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SlowAnswersTest {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(20);

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger asked = new AtomicInteger();

  private SlowAnswers<Integer, String> answers(Function<Integer, String> source) {
    return new SlowAnswers<>("test", source, nanos::get);
  }

  private static Optional<String> yes(String text) {
    return Optional.of(text);
  }

  @Test
  void anAnswerIsRememberedForFiveSeconds() {
    try (var answers = answers(q -> "answer " + asked.incrementAndGet())) {
      assertEquals(yes("answer 1"), answers.to(1, LONG));
      nanos.addAndGet(TimeUnit.SECONDS.toNanos(5));
      assertEquals(yes("answer 1"), answers.to(1, LONG));
      nanos.addAndGet(1);
      assertEquals(yes("answer 2"), answers.to(1, LONG));
      assertEquals(yes("answer 3"), answers.to(2, LONG));
    }
  }

  @Test
  void aLateAnswerIsNoneAndDelaysNobodyElse() {
    CountDownLatch latch = new CountDownLatch(1);
    try (var answers = answers(q -> q == 1 ? after(latch) : "quick")) {
      assertEquals(Optional.empty(), answers.to(1, SHORT));
      assertEquals(yes("quick"), answers.to(2, LONG));
      latch.countDown();
      assertEquals(yes("slow"), answers.to(1, LONG));
    }
  }

  private String after(CountDownLatch latch) {
    asked.incrementAndGet();
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    return "slow";
  }

  @Test
  void theSameQuestionIsAskedOnce() {
    CountDownLatch latch = new CountDownLatch(1);
    try (var answers = answers(q -> after(latch))) {
      for (int i = 0; i < 100; i++) {
        assertEquals(Optional.empty(), answers.to(1, Duration.ZERO));
      }
      latch.countDown();
      assertEquals(yes("slow"), answers.to(1, LONG));
      assertEquals(1, asked.get());
    }
  }

  @Test
  void questionsUnderWayAreBounded() {
    CountDownLatch latch = new CountDownLatch(1);
    try (var answers = answers(q -> after(latch))) {
      for (int i = 0; i < 200; i++) {
        assertEquals(Optional.empty(), answers.to(i, Duration.ZERO));
      }
      assertTrue(asked.get() <= SlowAnswers.THREADS, asked + " at a time");
      assertEquals(Optional.empty(), answers.to(199, LONG), "not asked, so not waited for");
      latch.countDown();
      assertEquals(yes("slow"), answers.to(0, LONG));
    }
  }

  @Test
  void aFailureIsNoAnswer() {
    try (var answers =
        answers(
            q -> {
              throw new IllegalStateException("out of order");
            })) {
      assertEquals(Optional.empty(), answers.to(1, LONG));
    }
  }

  @Test
  void whoeverIsInterruptedGetsNoneAndStaysInterrupted() {
    CountDownLatch latch = new CountDownLatch(1);
    try (var answers = answers(q -> after(latch))) {
      Thread.currentThread().interrupt();
      assertEquals(Optional.empty(), answers.to(1, LONG));
      assertTrue(Thread.interrupted());
      latch.countDown();
    }
  }

  @Test
  void theEndInterruptsWhatIsAsked() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    SlowAnswers<Integer, String> answers =
        answers(
            q -> {
              begun.countDown();
              String answer = after(new CountDownLatch(1));
              ended.countDown();
              return answer;
            });
    assertEquals(Optional.empty(), answers.to(1, Duration.ZERO));
    begun.await();
    answers.close();
    assertTrue(ended.await(20, TimeUnit.SECONDS));
  }

  @Test
  void answersRememberedAreBounded() {
    try (var answers = answers(q -> "answer")) {
      for (int i = 0; i < SlowAnswers.MAX_ENTRIES * 3; i++) {
        assertEquals(yes("answer"), answers.to(i, LONG));
        assertTrue(answers.remembered() <= SlowAnswers.MAX_ENTRIES + 1);
      }
      assertTrue(answers.remembered() > SlowAnswers.MAX_ENTRIES / 4, "not more than need be");
    }
  }

  @Test
  void whatIsOldGoesFirst() {
    try (var answers = answers(q -> "answer " + asked.incrementAndGet())) {
      assertEquals(yes("answer 1"), answers.to(-1, LONG));
      nanos.addAndGet(TimeUnit.SECONDS.toNanos(4));
      for (int i = 0; i < SlowAnswers.MAX_ENTRIES - 1; i++) {
        assertTrue(answers.to(i, LONG).isPresent());
      }
      nanos.addAndGet(TimeUnit.SECONDS.toNanos(2));
      assertTrue(answers.to(5000, LONG).isPresent());
      assertEquals(SlowAnswers.MAX_ENTRIES, answers.remembered(), "one old one is gone");
    }
  }
}
