package org.jxinetd.services.admin;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.jxinetd.api.service.Address;

class GuessesTest {

  private Instant now = Instant.EPOCH;
  private final Guesses guesses =
      new Guesses(
          new Clock() {
            @Override
            public ZoneId getZone() {
              return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
              return this;
            }

            @Override
            public Instant instant() {
              return now;
            }
          });

  private static Address address(String text) {
    return Address.parse(text).orElseThrow();
  }

  private void wrong(String client, int times) {
    for (int i = 0; i < times; i++) {
      assertTrue(guesses.mayTry(address(client)), "guess " + i);
      guesses.wrong(address(client));
    }
  }

  @Test
  void aClientThatGuessesTooOftenHasToWait() {
    wrong("10.0.0.1", Guesses.MOST);
    assertFalse(guesses.mayTry(address("10.0.0.1")));
    assertFalse(guesses.mayTry(address("::ffff:10.0.0.1")), "the same client on an IPv6 socket");
    assertTrue(guesses.mayTry(address("10.0.0.2")));
    now = now.plus(Guesses.PENALTY).plus(Duration.ofSeconds(1));
    assertTrue(guesses.mayTry(address("10.0.0.1")));
  }

  @Test
  void theRightPasswordWipesTheSlateClean() {
    wrong("10.0.0.1", Guesses.MOST - 1);
    guesses.right(address("10.0.0.1"));
    wrong("10.0.0.1", Guesses.MOST);
    assertFalse(guesses.mayTry(address("10.0.0.1")));
  }

  @Test
  void anotherAddressOfTheSameIpv6NetworkIsTheSameClient() {
    wrong("2001:db8::1", Guesses.MOST);
    assertFalse(guesses.mayTry(address("2001:db8::2")));
    assertTrue(guesses.mayTry(address("2001:db8:0:1::1")));
  }

  @Test
  void remembersABoundedNumberOfClients() {
    wrong("10.0.0.1", Guesses.MOST);
    for (int i = 0; i < 2000; i++) {
      guesses.wrong(Address.inet(0x0b000000 + i));
    }
    assertTrue(guesses.mayTry(address("10.0.0.1")), "forgotten in favour of the others");
  }
}
