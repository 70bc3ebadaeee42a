package org.jxinetd.access.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LookupsTest {

  private final List<Integer> asked = new ArrayList<>();
  private final List<CompletableFuture<Lookups.Found<String>>> open = new ArrayList<>();
  private long now = 1_000;

  private final Lookups<Integer, String> lookups =
      new Lookups<>(
          3,
          key -> {
            asked.add(key);
            if (key < 0) {
              throw new IllegalArgumentException("negative");
            }
            open.add(new CompletableFuture<>());
            return open.getLast();
          },
          "failed",
          () -> now);

  private void answer(String value, Duration life) {
    open.getLast().complete(new Lookups.Found<>(value, life));
  }

  @Test
  void asksOnceForThoseWhoAskMeanwhile() {
    CompletableFuture<String> first = lookups.of(1).answer();
    now += 500;
    Lookups.Pending<String> second = lookups.of(1);
    assertEquals(1_000, second.startedNanos());
    assertFalse(second.answer().isDone());
    answer("one", Duration.ofSeconds(10));
    assertEquals("one", first.join());
    assertEquals("one", second.answer().join());
    assertEquals(List.of(1), asked);
  }

  @Test
  void keepsAnAnswerFromASecondToAnHour() {
    assertEquals(Duration.ofSeconds(1), Lookups.bounded(Duration.ZERO));
    assertEquals(Duration.ofSeconds(7), Lookups.bounded(Duration.ofSeconds(7)));
    assertEquals(Duration.ofHours(1), Lookups.bounded(Duration.ofDays(7)));
    lookups.of(1);
    answer("one", Duration.ZERO);
    now += Duration.ofSeconds(1).toNanos();
    assertEquals("one", lookups.of(1).answer().join());
    now += 1;
    assertFalse(lookups.of(1).answer().isDone());
    assertEquals(List.of(1, 1), asked);
  }

  @Test
  void forgetsWhatWasNotAskedForLongest() {
    for (int key = 1; key <= 3; key++) {
      lookups.of(key);
      answer("" + key, Duration.ofHours(1));
    }
    lookups.of(1);
    lookups.of(4);
    assertEquals(3, lookups.size());
    lookups.of(1);
    lookups.of(2);
    assertEquals(List.of(1, 2, 3, 4, 2), asked);
  }

  @Test
  void aSourceThatFailsAnswersWithAFailure() {
    assertEquals("failed", lookups.of(-1).answer().join());
    CompletableFuture<String> later = lookups.of(5).answer();
    open.getLast().completeExceptionally(new IllegalStateException("x"));
    assertEquals("failed", later.join());
    now += Duration.ofSeconds(1).toNanos() + 1;
    lookups.of(5);
    assertEquals(List.of(-1, 5, 5), asked);
  }
}
