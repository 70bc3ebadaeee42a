package org.jxinetd.access.libwrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jxinetd.api.service.Address;

@Timeout(30)
class CachedNamesTest {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(20);

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger asked = new AtomicInteger();

  private static Address address(int last) {
    return Address.inet(0xc000_0200 | last);
  }

  @Test
  void anAnswerIsRememberedForHalfAMinute() {
    try (CachedNames names =
        new CachedNames(a -> new Name("host" + asked.incrementAndGet()), nanos::get)) {
      assertEquals("host1", names.of(address(1), LONG).text());
      nanos.addAndGet(TimeUnit.SECONDS.toNanos(30));
      assertEquals("host1", names.of(address(1), LONG).text());
      nanos.addAndGet(1);
      assertEquals("host2", names.of(address(1), LONG).text());
    }
  }

  @Test
  void thatThereIsNoNameIsRememberedForLess() {
    try (CachedNames names =
        new CachedNames(
            a -> asked.incrementAndGet() == 1 ? Name.UNKNOWN : new Name("host"), nanos::get)) {
      assertEquals(Name.UNKNOWN, names.of(address(1), LONG));
      nanos.addAndGet(TimeUnit.SECONDS.toNanos(5));
      assertEquals(Name.UNKNOWN, names.of(address(1), LONG));
      nanos.addAndGet(1);
      assertEquals("host", names.of(address(1), LONG).text());
    }
  }

  @Test
  void aLateNameIsUnknownAndDelaysNobodyElse() {
    CountDownLatch answer = new CountDownLatch(1);
    try (CachedNames names =
        new CachedNames(
            a -> a.equals(address(1)) ? after(answer) : new Name("quick"), nanos::get)) {
      assertEquals(Name.UNKNOWN, names.of(address(1), SHORT));
      assertEquals("quick", names.of(address(2), LONG).text());
      answer.countDown();
      assertEquals("slow", names.of(address(1), LONG).text());
    }
  }

  private Name after(CountDownLatch latch) {
    asked.incrementAndGet();
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    return new Name("slow");
  }

  @Test
  void clientsOfOneAddressShareOneQuestion() {
    CountDownLatch answer = new CountDownLatch(1);
    try (CachedNames names = new CachedNames(a -> after(answer), nanos::get)) {
      for (int i = 0; i < 100; i++) {
        assertEquals(Name.UNKNOWN, names.of(address(1), Duration.ZERO));
      }
      answer.countDown();
      assertEquals("slow", names.of(address(1), LONG).text());
      assertEquals(1, asked.get());
    }
  }

  @Test
  void questionsUnderWayAreBounded() {
    CountDownLatch answer = new CountDownLatch(1);
    try (CachedNames names = new CachedNames(a -> after(answer), nanos::get)) {
      for (int i = 0; i < 200; i++) {
        assertEquals(Name.UNKNOWN, names.of(address(i), Duration.ZERO));
      }
      assertTrue(asked.get() <= 32, asked + " at a time");
      answer.countDown();
      assertEquals("slow", names.of(address(0), LONG).text());
    }
  }

  @Test
  void aFailureIsAnUnknownName() {
    try (CachedNames names =
        new CachedNames(
            a -> {
              throw new IllegalStateException("no resolver");
            },
            nanos::get)) {
      assertEquals(Name.UNKNOWN, names.of(address(1), LONG));
    }
  }

  @Test
  void answersRememberedAreBounded() {
    try (CachedNames names = new CachedNames(a -> new Name("host"), nanos::get)) {
      for (int i = 0; i < CachedNames.MAX_ENTRIES * 3; i++) {
        names.of(Address.inet(i + 1), LONG);
        assertTrue(names.remembered() <= CachedNames.MAX_ENTRIES + 1);
      }
    }
  }
}
