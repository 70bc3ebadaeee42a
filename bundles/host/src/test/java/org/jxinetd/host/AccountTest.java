package org.jxinetd.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
}
