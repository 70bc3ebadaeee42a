package org.jxinetd.access.libwrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jxinetd.api.access.HostNames;
import org.jxinetd.api.service.Address;

@Timeout(30)
class SharedNamesTest {

  private static final Address CLIENT = Address.inet(0xc000_0201);
  private static final Duration LONG = Duration.ofSeconds(20);

  private final List<Duration> limits = new ArrayList<>();

  private HostNames saying(HostNames.Called called) {
    return new HostNames() {
      @Override
      public Called of(Address address, Duration limit) {
        assertEquals(CLIENT, address);
        limits.add(limit);
        if (called == null) {
          throw new IllegalStateException("ended");
        }
        return called;
      }

      @Override
      public Duration patience() {
        return Duration.ofSeconds(7);
      }
    };
  }

  private Name name(HostNames.Called called) throws Undecidable {
    SharedNames names = new SharedNames(System::nanoTime);
    names.came(saying(called));
    return names.of(CLIENT, LONG);
  }

  @Test
  void tellsTheThreeKindsApart() throws Undecidable {
    assertEquals(new Name("gate.example"), name(new HostNames.Called.Confirmed("gate.example")));
    assertEquals(Name.PARANOID, name(new HostNames.Called.Unconfirmed("not so")));
    assertEquals(Name.UNKNOWN, name(new HostNames.Called.Unknown("none")));
    for (Duration limit : limits) {
      assertTrue(limit.compareTo(LONG) <= 0 && limit.toSeconds() > 10, limit.toString());
    }
  }

  @Test
  void hasThePatienceOfWhoLooksUp() {
    SharedNames names = new SharedNames(System::nanoTime);
    assertEquals(Duration.ofSeconds(2), names.patience());
    names.came(saying(new HostNames.Called.Unknown("none")));
    assertEquals(Duration.ofSeconds(7), names.patience());
  }

  @Test
  void whereNobodyLooksUpNothingIsDecided() {
    AtomicLong clock = new AtomicLong(1000);
    SharedNames names = new SharedNames(clock::get);
    clock.addAndGet(TimeUnit.SECONDS.toNanos(30));
    Undecidable never = assertThrows(Undecidable.class, () -> names.of(CLIENT, LONG));
    assertTrue(never.getMessage().contains("access-host is missing"), never.getMessage());
    HostNames gone = saying(new HostNames.Called.Unknown("none"));
    names.came(gone);
    names.left(gone);
    clock.addAndGet(TimeUnit.SECONDS.toNanos(30));
    assertThrows(Undecidable.class, () -> names.of(CLIENT, LONG));
    assertEquals(List.of(), limits);
  }

  @Test
  void aShortLimitEndsTheWait() {
    SharedNames names = new SharedNames(System::nanoTime);
    long before = System.nanoTime();
    assertThrows(Undecidable.class, () -> names.of(CLIENT, Duration.ofMillis(100)));
    long waited = System.nanoTime() - before;
    assertTrue(waited >= 100_000_000L && waited < 20_000_000_000L, waited + " ns");
  }

  @Test
  void waitsForTheSuccessor() throws Undecidable, InterruptedException, ExecutionException {
    SharedNames names = new SharedNames(System::nanoTime);
    HostNames ended = saying(null);
    names.came(ended);
    CompletableFuture<Name> waiting =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return names.of(CLIENT, LONG);
              } catch (Undecidable e) {
                throw new IllegalStateException(e);
              }
            });
    HostNames successor = saying(new HostNames.Called.Confirmed("gate.example"));
    names.came(successor);
    names.left(ended);
    assertEquals("gate.example", waiting.get().text());
    assertEquals("gate.example", names.of(CLIENT, LONG).text());
  }

  @Test
  void whoeverIsInterruptedDecidesNothing() {
    SharedNames names = new SharedNames(System::nanoTime);
    Thread.currentThread().interrupt();
    assertThrows(Undecidable.class, () -> names.of(CLIENT, LONG));
    assertTrue(Thread.interrupted());
  }
}
