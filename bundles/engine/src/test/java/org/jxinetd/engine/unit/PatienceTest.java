package org.jxinetd.engine.unit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PatienceTest {

  private long nanos;
  private final Patience patience = new Patience(Duration.ofMillis(20), () -> nanos);

  private long waitedMillis(CompletableFuture<?> done) throws InterruptedException {
    long before = System.nanoTime();
    assertFalse(patience.await(done));
    return (System.nanoTime() - before) / 1_000_000;
  }

  @Test
  void whatIsDoneCostsNothing() throws InterruptedException {
    assertTrue(patience.await(CompletableFuture.completedFuture("x")));
    assertTrue(patience.await(CompletableFuture.failedFuture(new IllegalStateException("x"))));
  }

  @Test
  void itEndsAndComesBackSlowly() throws InterruptedException {
    CompletableFuture<String> never = new CompletableFuture<>();
    Patience exhausted = new Patience(Duration.ofMillis(20), System::nanoTime);
    assertFalse(exhausted.await(never));
    long before = System.nanoTime();
    for (int i = 0; i < 5; i++) {
      assertFalse(exhausted.await(never));
    }
    assertTrue(System.nanoTime() - before < 15_000_000L, "it does not wait twice as long");
    assertTrue(waitedMillis(never) >= 20, "a new one waits");
  }
}
