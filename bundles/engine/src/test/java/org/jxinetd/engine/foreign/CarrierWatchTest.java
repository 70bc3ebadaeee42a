package org.jxinetd.engine.foreign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jxinetd.linux.Affinity;
import org.jxinetd.linux.Self;

@Timeout(60)
class CarrierWatchTest {

  private final Ward ward = new Ward("spinner", CarrierWatchTest.class.getClassLoader());
  private final CarrierWatch watch =
      new CarrierWatch(
          classes ->
              classes.contains(Spinner.class.getName()) ? Optional.of(ward) : Optional.empty());
  private final AtomicBoolean spinning = new AtomicBoolean(true);

  private static final class Spinner {
    static void spin(AtomicBoolean spinning) {
      while (spinning.get()) {
        Thread.onSpinWait();
      }
    }
  }

  private static final class OneOfOurs {
    static void spin(AtomicBoolean spinning) {
      while (spinning.get()) {
        Thread.onSpinWait();
      }
    }
  }

  @AfterEach
  void end() {
    spinning.set(false);
    watch.end();
  }

  private static void await(String what, Callable condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.holds()) {
      assertTrue(System.nanoTime() < deadline, what);
      Thread.sleep(Duration.ofMillis(20));
    }
  }

  private interface Callable {
    boolean holds() throws Exception;
  }

  private static long confined() throws Exception {
    long confined = 0;
    Map<Integer, KernelThread> all = KernelThread.all(n -> n.startsWith("ForkJoinPool-1-"));
    for (int id : all.keySet()) {
      confined += Affinity.isConfined(id) ? 1 : 0;
    }
    return confined;
  }

  @Test
  void virtualThreadsOfABundleThatSpinLeaveTheOthersTheirCarriers() throws Exception {
    int processors = Runtime.getRuntime().availableProcessors();
    int before = new CarrierPool().parallelism();
    watch.start();
    List<Thread> spinners = new ArrayList<>();
    for (int i = 0; i < 2 * processors + 1; i++) {
      spinners.add(Thread.ofVirtual().start(() -> Spinner.spin(spinning)));
    }
    CompletableFuture<Boolean> other = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> other.complete(true));
    assertTrue(other.get(10, TimeUnit.SECONDS), "another one has its turn");
    await("it is quarantined", () -> ward.quarantined().isPresent());
    assertEquals(
        "has computed on a virtual thread without a pause for 2 s", ward.quarantined().get());
    await("all of them share a processor", () -> processors == 1 || confined() == spinners.size());
    spinning.set(false);
    for (Thread spinner : spinners) {
      spinner.join();
    }
    await("carriers are free again", () -> confined() == 0);
    await("as many as before", () -> new CarrierPool().parallelism() == before);
  }

  @Test
  void ourOwnAreNotBlamed() throws Exception {
    watch.start();
    Thread ours = Thread.ofVirtual().start(() -> OneOfOurs.spin(spinning));
    long until = System.nanoTime() + 4 * TimeUnit.MILLISECONDS.toNanos(CarrierWatch.LOOK_MILLIS);
    await("four looks", () -> System.nanoTime() > until);
    assertFalse(ward.quarantined().isPresent());
    assertEquals(0, confined());
    spinning.set(false);
    ours.join();
  }

  @Test
  void carriersThatAreConfinedForNoReasonAreFreed() throws Exception {
    CompletableFuture<Integer> carrier = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                int id = Self.threadId();
                Affinity.confine(id);
                carrier.complete(id);
              } catch (Exception e) {
                carrier.completeExceptionally(e);
              }
            });
    int id = carrier.get(10, TimeUnit.SECONDS);
    assertTrue(Runtime.getRuntime().availableProcessors() == 1 || Affinity.isConfined(id));
    watch.look();
    assertFalse(Affinity.isConfined(id));
  }
}
