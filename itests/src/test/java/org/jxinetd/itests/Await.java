package org.jxinetd.itests;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition, never for a time. */
public final class Await {
  static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long POLL_NANOS = 10_000_000;

  private Await() {}

  /** A question that may have no answer yet. */
  public interface Question<T> {
    Optional<T> ask() throws IOException;
  }

  /** A condition to become true. */
  public interface Condition {
    boolean holds() throws IOException;
  }

  public static void until(String what, Condition condition) throws IOException {
    answer(what, PATIENCE, () -> condition.holds() ? Optional.of(true) : Optional.empty());
  }

  public static <T> T answer(String what, Question<T> question) throws IOException {
    return answer(what, PATIENCE, question);
  }

  public static <T> T answer(String what, Duration patience, Question<T> question)
      throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      Optional<T> answer = question.ask();
      if (answer.isPresent()) {
        return answer.get();
      }
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("not within " + patience.toSeconds() + " s: " + what);
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }
}
