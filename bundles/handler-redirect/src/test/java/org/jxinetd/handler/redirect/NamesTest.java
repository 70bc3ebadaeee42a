package org.jxinetd.handler.redirect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jxinetd.api.service.Address;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NamesTest {

  private static final List<Address> FIRST = List.of(Address.inet(1));
  private static final List<Address> SECOND = List.of(Address.inet(2), Address.ANY_INET6);

  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger asked = new AtomicInteger();
  private final List<Names> open = new ArrayList<>();

  @AfterEach
  void close() {
    open.forEach(Names::close);
  }

  private Names names(Names.Lookup lookup) {
    Names names =
        new Names(
            host -> {
              asked.incrementAndGet();
              return lookup.addresses(host);
            },
            now::get,
            Duration.ofSeconds(5),
            Duration.ofMillis(200));
    open.add(names);
    return names;
  }

  private void seconds(int more) {
    now.addAndGet(Duration.ofSeconds(more).toNanos());
  }

  @Test
  void asksAgainWhenAnAnswerIsNotFresh() throws Exception {
    Names names = names(_ -> asked.get() == 1 ? FIRST : SECOND);
    assertEquals(FIRST, names.addresses("a"));
    seconds(4);
    assertEquals(FIRST, names.addresses("a"));
    assertEquals(1, asked.get());
    seconds(2);
    assertEquals(SECOND, names.addresses("a"));
    assertEquals(2, asked.get());
  }

  @Test
  void usesTheLastAnswerWhenThereIsNoNewOne() throws Exception {
    Names names =
        names(
            host -> {
              if (asked.get() > 1) {
                throw new UnknownHostException(host);
              }
              return FIRST;
            });
    assertEquals(FIRST, names.addresses("a"));
    seconds(6);
    assertEquals(FIRST, names.addresses("a"));
    assertEquals(2, asked.get());
  }

  @Test
  void failsForNamesThatNeverHadAnAnswer() {
    Names unknown =
        names(
            host -> {
              throw new UnknownHostException(host);
            });
    Names broken =
        names(
            _ -> {
              throw new IllegalStateException("broken");
            });
    Names empty = names(_ -> List.of());
    for (Names names : List.of(unknown, broken, empty)) {
      assertThrows(IOException.class, () -> names.addresses("a"));
    }
    assertEquals(
        "Name or service not known",
        assertThrows(IOException.class, () -> unknown.addresses("a")).getMessage());
  }

  @Test
  void waitsForLimitedTimeAndAsksOnceForAll() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    Names names =
        names(
            _ -> {
              try {
                answer.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return FIRST;
            });
    assertThrows(IOException.class, () -> names.addresses("a"));
    assertThrows(IOException.class, () -> names.addresses("a"));
    assertEquals(1, asked.get());
    answer.countDown();
    CompletableFuture<List<Address>> later =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return names.addresses("a");
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    assertEquals(FIRST, later.join());
    assertEquals(1, asked.get());
  }

  @Test
  void failsWhenTooManyNamesAreAskedFor() {
    CountDownLatch never = new CountDownLatch(1);
    Names names =
        new Names(
            _ -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return FIRST;
            },
            System::nanoTime,
            Duration.ofSeconds(5),
            Duration.ofNanos(1));
    open.add(names);
    for (int i = 0; i < 4 + 256; i++) {
      String host = "host" + i;
      assertEquals(
          "no answer within PT0.000000001S",
          assertThrows(IOException.class, () -> names.addresses(host)).getMessage());
    }
    assertEquals(
        "too many look-ups are under way",
        assertThrows(IOException.class, () -> names.addresses("one more")).getMessage());
  }

  @Test
  void findsLoopbackWithTheSystem() throws Exception {
    assertEquals(List.of(Address.inet(0x7f000001)), Names.system("127.0.0.1"));
  }
}
