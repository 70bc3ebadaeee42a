package org.jxinetd.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.jxinetd.api.service.Address;

class AccountTest {

  private static final Address SOURCE = Address.parse("192.0.2.1").orElseThrow();

  @Test
  void anAccountIsIdleOnlyWhenNothingIsTaken() {
    Account account = new Account();
    assertTrue(account.idle(0));
    assertTrue(account.takeInstance(1));
    assertFalse(account.idle(0));
    account.releaseInstance();
    assertTrue(account.takeSource(SOURCE, 128, 1));
    assertFalse(account.idle(0));
    account.releaseSource(SOURCE);
    assertTrue(account.idle(0));
    assertTrue(account.takeRate(1, 0));
    assertFalse(account.idle(0));
    assertTrue(account.idle(1_000_000_000L));
  }

  @Test
  void sourcesAreForgottenWithTheirLastServer() {
    Account account = new Account();
    assertTrue(account.takeSource(SOURCE, 128, 2));
    assertTrue(account.takeSource(SOURCE, 128, 2));
    assertFalse(account.takeSource(SOURCE, 128, 2));
    account.releaseSource(SOURCE);
    assertEquals(1, account.running(SOURCE, 128));
    account.releaseSource(SOURCE);
    assertEquals(0, account.running(SOURCE, 128));
  }

  /** The ring against a plain sorted list of moments, over random walks through time. */
  @Test
  void theWindowCountsWhatAListOfMomentsCounts() {
    Random random = new Random(7);
    for (int round = 0; round < 50; round++) {
      Account account = new Account();
      TreeMap<Long, Integer> moments = new TreeMap<>();
      int rate = 1 + random.nextInt(60);
      long now = random.nextLong(1L << 40);
      for (int step = 0; step < 500; step++) {
        now += random.nextLong(60_000_000L);
        moments.headMap(now - 1_000_000_000L, true).clear();
        int expected = moments.values().stream().mapToInt(Integer::intValue).sum();
        assertEquals(expected, account.rate(now));
        boolean admitted = account.takeRate(rate, now);
        assertEquals(expected < rate, admitted);
        if (admitted) {
          moments.merge(now, 1, Integer::sum);
        }
      }
    }
  }

  /** Blocks against a plain count over all sources, with random addresses and lengths. */
  @Test
  void blocksCountWhatAPlainCountOverTheirBitsCounts() {
    Random random = new Random(11);
    Account account = new Account();
    List<Address> running = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      Address address =
          random.nextBoolean()
              ? Address.inet(random.nextInt(64) << 26 | random.nextInt(4))
              : Address.inet6(
                  random.nextLong(4) << 62 | random.nextLong(2),
                  random.nextLong(4) << 62 | random.nextLong(3),
                  random.nextInt(2));
      assertTrue(account.takeSource(address, 128, Integer.MAX_VALUE));
      running.add(address);
    }
    for (int i = 0; i < 2000; i++) {
      Address one = running.get(random.nextInt(running.size()));
      int bits = random.nextInt(129);
      long expected = running.stream().filter(other -> agree(one, other, bits)).count();
      assertEquals(expected, account.running(one, bits), one + "/" + bits);
    }
    running.forEach(account::releaseSource);
    assertTrue(account.idle(0));
  }

  private static boolean agree(Address a, Address b, int bits) {
    if (a.scope() != b.scope()) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      long left = bit < 64 ? a.high() >>> (63 - bit) : a.low() >>> (127 - bit);
      long right = bit < 64 ? b.high() >>> (63 - bit) : b.low() >>> (127 - bit);
      if ((left & 1) != (right & 1)) {
        return false;
      }
    }
    return true;
  }

  @Test
  void sourcesThatAreTooManyShareOneWindowUntilOthersAreForgotten() {
    Account account = new Account();
    long now = 5_000_000_000L;
    for (int i = 0; i < SourceRates.MOST; i++) {
      assertTrue(account.takeSourceRate(SourceBlock.of(Address.inet(i), 128), 1, 0, now));
    }
    SourceBlock late = SourceBlock.of(Address.inet(-1), 128);
    SourceBlock later = SourceBlock.of(Address.inet(-2), 128);
    assertTrue(account.takeSourceRate(late, 1, 9_000_000_000L, now));
    assertFalse(account.takeSourceRate(later, 1, 9_000_000_000L, now), "they share a window");
    assertFalse(account.rests(later, now), "which never rests");
    assertFalse(account.idle(now));
    now += 1_000_000_000L;
    assertTrue(account.takeSourceRate(later, 1, 0, now), "the others are forgotten");
    assertEquals(1, account.rate(later, now));
    assertEquals(0, account.rate(late, now));
    assertTrue(account.idle(now + 1_000_000_000L));
  }

  @Test
  void aSourceThatRestsIsNotForgotten() {
    Account account = new Account();
    SourceBlock fast = SourceBlock.of(SOURCE, 128);
    assertFalse(account.rests(fast, 0));
    assertEquals(0, account.rate(fast, 0));
    assertTrue(account.takeSourceRate(fast, 1, 5_000_000_000L, 0));
    assertFalse(account.takeSourceRate(fast, 1, 5_000_000_000L, 0));
    assertTrue(account.rests(fast, 4_999_999_999L));
    assertFalse(account.idle(4_999_999_999L));
    assertFalse(account.rests(fast, 5_000_000_000L));
    assertTrue(account.idle(5_000_000_000L));
  }
}
