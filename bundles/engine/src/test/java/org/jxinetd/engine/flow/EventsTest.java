package org.jxinetd.engine.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jxinetd.api.log.Event;
import org.jxinetd.api.log.EventSink;
import org.jxinetd.api.log.Started;
import org.jxinetd.engine.foreign.GuardedSink;
import org.jxinetd.engine.foreign.Ward;

@Timeout(60)
class EventsTest {

  private final Events events = new Events();
  private final List<Event> written = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch closed = new CountDownLatch(1);

  @AfterEach
  void close() {
    events.close();
  }

  private class Sink implements EventSink {
    @Override
    public void write(List<Event> batch) throws IOException {
      written.addAll(batch);
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }

  private static Event event(long pid) {
    return new Started(Specs.service("s").build(), Instant.EPOCH, pid, Optional.empty());
  }

  /** Writes when it is told to. */
  private final class Hanging extends Sink {
    private final CountDownLatch hangs;
    private final CountDownLatch reached;

    Hanging(CountDownLatch hangs, CountDownLatch reached) {
      this.hangs = hangs;
      this.reached = reached;
    }

    @Override
    public void write(List<Event> batch) throws IOException {
      reached.countDown();
      try {
        hangs.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      super.write(batch);
    }
  }

  @Test
  void anEventThatIsAwaitedIsWrittenBehindAllBeforeIt() {
    Events.Log log = events.log("s", List.of(new Sink()));
    for (int i = 0; i < 100; i++) {
      log.publish(event(i));
    }
    log.publishAndAwait(event(100));
    assertEquals(101, written.size());
    assertEquals(100, ((Started) written.get(100)).pid());
  }

  @Test
  void closingALogWritesWhatWasPublishedFirst() throws InterruptedException {
    Events.Log log = events.log("s", List.of(new Sink()));
    log.publish(event(1));
    log.close();
    closed.await();
    assertEquals(1, written.size());
  }

  @Test
  void aSinkThatFailsHoldsNobodyUpAndLosesNothingOfOthers() {
    EventSink broken =
        new Sink() {
          @Override
          public void write(List<Event> batch) throws IOException {
            throw new IOException("disk full");
          }
        };
    events.log("broken", List.of(broken)).publishAndAwait(event(1));
    events.log("s", List.of(new Sink())).publishAndAwait(event(2));
    assertEquals(1, written.size());
  }

  @Test
  void closingTheQueueWritesTheRest() {
    Events.Log log = events.log("s", List.of(new Sink()));
    for (int i = 0; i < 5000; i++) {
      log.publish(event(i));
    }
    events.close();
    assertEquals(5000, written.size());
    assertTrue(events.dropped() == 0);
  }

  @Test
  void sessionsThatOutliveTheEngineAreStillLogged() throws InterruptedException {
    Events.Log log = events.log("s", List.of(new Sink()));
    events.close();
    log.publishAndAwait(event(1));
    assertEquals(1, written.size());
    log.close();
    closed.await();
    assertEquals(1, written.size());
  }

  /** A sink that hangs costs events, not clients; and somebody counts them. */
  @Test
  void whatDoesNotFitIsDroppedAndCounted() throws InterruptedException {
    CountDownLatch hangs = new CountDownLatch(1);
    CountDownLatch reached = new CountDownLatch(1);
    EventSink hanging = new Hanging(hangs, reached);
    Events.Log log = events.log("s", List.of(hanging));
    log.publish(event(0));
    reached.await();
    int published = 1;
    while (events.dropped() == 0) {
      log.publish(event(published++));
      assertTrue(published < 200_000, "the queue has no end");
    }
    log.publish(event(published++));
    assertEquals(2, events.dropped());
    log.publishAndAwait(event(published++)); // lost as well, and at once
    assertEquals(3, events.dropped());
    hangs.countDown();
    log.close();
    closed.await();
    assertEquals(published - 3, written.size(), "all others are written");
  }

  @Test
  void theLastEventOfASessionWaitsForAWriterThatLags() throws InterruptedException {
    CountDownLatch hangs = new CountDownLatch(1);
    CountDownLatch reached = new CountDownLatch(1);
    EventSink hanging = new Hanging(hangs, reached);
    Events.Log log = events.log("s", List.of(hanging));
    log.publishLast(event(0));
    reached.await();
    for (int i = 1; i <= Events.LAG; i++) {
      log.publishLast(event(i)); // none of them waits
    }
    Thread late = Thread.ofVirtual().start(() -> log.publishLast(event(Events.LAG + 1)));
    while (late.getState() != Thread.State.WAITING) {
      assertTrue(late.isAlive(), "it does not wait");
      Thread.onSpinWait(); // the test's own limit ends this
    }
    hangs.countDown();
    late.join();
    assertEquals(Events.LAG + 2, written.size());
  }

  @Test
  void nobodyWaitsForAWriteThatDoesNotEnd() throws InterruptedException {
    CountDownLatch hangs = new CountDownLatch(1);
    EventSink hanging = new Hanging(hangs, new CountDownLatch(1));
    try (Events impatient = new Events(Duration.ofMillis(100))) {
      Events.Log log = impatient.log("s", List.of(hanging));
      log.publishAndAwait(event(1)); // is being written
      assertEquals(List.of(), written);
      log.publishAndAwait(event(2)); // waits in the queue
      assertEquals(List.of(), written);
      hangs.countDown();
      log.close();
      closed.await();
      assertEquals(2, written.size(), "what took so long is not lost");
    }
  }

  @Test
  void whoClosesALogIsToldWhenItsLastLineIsWritten() throws InterruptedException {
    CountDownLatch told = new CountDownLatch(1);
    Events.Log log = events.log("s", List.of(new Sink()), told::countDown);
    log.publish(event(1));
    log.close();
    told.await();
    assertEquals(1, written.size());
    assertEquals(0, closed.getCount());
    CountDownLatch silent = new CountDownLatch(1);
    events.log("silent", List.of(), silent::countDown).close();
    assertEquals(0, silent.getCount(), "a log without sinks has nothing to wait for");
  }

  /** The plan's end, and with it the unloading of code, waits for such a sink as for any other. */
  @Test
  void aSinkOfAnotherBundleThatBlocksHoldsNobodyUp() throws InterruptedException {
    CountDownLatch hangs = new CountDownLatch(1);
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch told = new CountDownLatch(1);
    EventSink hanging =
        new Sink() {
          @Override
          public void write(List<Event> batch) throws IOException {
            reached.countDown();
            try {
              hangs.await();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
          }
        };
    Ward ward = new Ward("b", getClass().getClassLoader());
    Events.Log slow =
        events.log("slow", List.of(new GuardedSink(ward, hanging, "")), told::countDown);
    Events.Log log = events.log("s", List.of(new Sink()));
    long began = System.nanoTime();
    slow.publishAndAwait(event(0));
    reached.await();
    for (int i = 1; i <= 100; i++) {
      slow.publish(event(i));
      log.publishAndAwait(event(i));
    }
    assertEquals(100, written.size());
    assertTrue(System.nanoTime() - began < 4_000_000_000L, "nobody waited for it");
    slow.close();
    assertEquals(1, told.getCount(), "it is in use still");
    hangs.countDown();
    told.await();
    assertEquals(0, closed.getCount());
  }
}
