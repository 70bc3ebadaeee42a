package org.jxinetd.engine.foreign;

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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.jxinetd.api.log.Event;
import org.jxinetd.api.log.EventSink;
import org.jxinetd.api.log.LinesLost;
import org.jxinetd.api.log.Started;
import org.jxinetd.engine.flow.Specs;

class GuardedSinkTest {

  private static final GuardedSink.Limits QUICK =
      new GuardedSink.Limits(
          100, Duration.ofMillis(100), Duration.ofMillis(10), Duration.ofMillis(20));
  private static final GuardedSink.Limits PATIENT =
      new GuardedSink.Limits(
          100, Duration.ofSeconds(20), Duration.ofMillis(10), Duration.ofMillis(20));

  private final Ward ward = new Ward("b", getClass().getClassLoader());
  private final List<Event> written = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch closed = new CountDownLatch(1);
  private final CountDownLatch never = new CountDownLatch(1);
  private final AtomicLong lost = new AtomicLong();
  private final CountDownLatch works = new CountDownLatch(1);
  private final CountDownLatch loses = new CountDownLatch(1);

  @AfterEach
  void letGo() {
    never.countDown();
  }

  private interface Writing {
    void write(List<Event> batch) throws IOException;
  }

  private GuardedSink guard(GuardedSink.Limits limits, Writing writing) {
    EventSink sink =
        new EventSink() {
          @Override
          public void write(List<Event> batch) throws IOException {
            writing.write(batch);
          }

          @Override
          public void close() {
            closed.countDown();
          }
        };
    GuardedSink guarded = new GuardedSink(ward, sink, "place", limits);
    guarded.account(
        new GuardedSink.Account() {
          @Override
          public void lost(long lines, Exception why) {
            lost.addAndGet(lines);
            loses.countDown();
          }

          @Override
          public void works() {
            works.countDown();
          }
        });
    return guarded;
  }

  private static List<Event> events(int count) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(new Started(Specs.service("s").build(), Instant.EPOCH, i, Optional.empty()));
    }
    return events;
  }

  private void stuck() {
    int ignored = 0;
    while (never.getCount() > 0) {
      try {
        never.await();
      } catch (InterruptedException refusesToGo) {
        ignored++;
      }
    }
    assertTrue(ignored >= 0);
  }

  @Test
  void writesInOrderAndClosesBehindTheLastLine() throws Exception {
    GuardedSink sink = guard(PATIENT, written::addAll);
    CountDownLatch told = new CountDownLatch(1);
    List<Event> events = events(90);
    sink.write(events.subList(0, 40));
    sink.write(events.subList(40, 90));
    sink.close(told::countDown);
    told.await();
    assertEquals(events, written);
    assertEquals(0, closed.getCount());
    sink.write(events(1));
    assertEquals(1, lost.get(), "nobody writes any more");
  }

  @Test
  void aSinkThatBlocksIsGivenUpAndNobodyWaitsForIt() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    GuardedSink sink =
        guard(
            QUICK,
            batch -> {
              calls.incrementAndGet();
              stuck();
            });
    sink.write(events(3));
    loses.await();
    assertEquals(3, lost.get());
    sink.write(events(150));
    assertEquals(53, lost.get(), "what does not fit is lost at once");
    CountDownLatch told = new CountDownLatch(1);
    sink.close(told::countDown);
    told.await();
    assertEquals(153, lost.get());
    assertEquals(1, calls.get(), "a sink is used by one thread at a time");
    assertEquals(1, closed.getCount(), "nor closed while somebody is in it");
    assertTrue(ward.quarantined().isEmpty(), "what else the bundle does may be fine");
  }

  @Test
  void aSinkThatWasLateWorksAgainWhenItHasEnded() throws Exception {
    AtomicBoolean first = new AtomicBoolean(true);
    GuardedSink sink =
        guard(
            QUICK,
            batch -> {
              if (first.getAndSet(false)) {
                stuck();
              } else {
                written.addAll(batch);
              }
            });
    sink.write(events(3));
    loses.await();
    never.countDown();
    for (int i = 0; works.getCount() > 0; i++) {
      sink.write(events(1));
      Thread.sleep(5);
      assertTrue(i < 4_000, "it works again");
    }
    sink.flush(Duration.ofSeconds(20));
    assertTrue(!written.isEmpty());
  }

  @Test
  void aSinkThatThrowsLosesWhatItSays() throws Exception {
    AtomicBoolean fails = new AtomicBoolean(true);
    GuardedSink sink =
        guard(
            PATIENT,
            batch -> {
              if (fails.getAndSet(false)) {
                throw new LinesLost("disk full", 2, null);
              }
              written.addAll(batch);
            });
    sink.write(events(5));
    loses.await();
    assertEquals(2, lost.get());
    sink.write(events(4));
    works.await();
    assertEquals(4, written.size());
  }

  @Test
  void anErrorInASinkIsAFailureLikeAnyOther() throws Exception {
    GuardedSink sink =
        guard(
            PATIENT,
            batch -> {
              throw new NoClassDefFoundError("org/example/Absent");
            });
    sink.write(events(5));
    loses.await();
    assertEquals(5, lost.get());
  }
}
