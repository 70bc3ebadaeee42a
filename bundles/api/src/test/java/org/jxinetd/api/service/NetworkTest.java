package org.jxinetd.api.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {

  private static Address address(String text) {
    return Address.parse(text).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7,192.0.2.7",
    "192.0.2.7/32,192.0.2.7",
    "192.0.2.0/24,192.0.2.0/24",
    "0.0.0.0/0,0.0.0.0/0",
    "2001:DB8::/48,2001:db8::/48",
    "::1/128,::1",
    "::/0,::/0",
    "::ffff:192.0.2.0/120,192.0.2.0/24",
    "::ffff:192.0.2.7,192.0.2.7",
    "fe80::%2/64,fe80::%2/64"
  })
  void isReadAndWritten(String text, String written) {
    assertEquals(written, Network.parse(text).orElseThrow().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/24",
        "192.0.2.0/",
        "192.0.2.0/33",
        "192.0.2.7/24",
        "192.0.2.0/024",
        "192.0.2.0/+24",
        "192.0.2.0/-1",
        "192.0.2.0/24/8",
        "192.0.2/24",
        "2001:db8::/129",
        "2001:db8::1/64",
        "192.0.2.0/99999999999",
        "host/24",
        "::ffff:192.0.2.7/120"
      })
  void anythingElseIsNot(String text) {
    assertTrue(Network.parse(text).isEmpty(), text);
  }

  @Test
  void theConstructorWantsTheFirstAddressAndALengthOfItsFamily() {
    assertThrows(IllegalArgumentException.class, () -> new Network(address("192.0.2.7"), 24));
    assertThrows(IllegalArgumentException.class, () -> new Network(address("192.0.2.0"), 33));
    assertThrows(IllegalArgumentException.class, () -> new Network(address("::"), -1));
  }

  @Test
  void holdsTheClientsOfItsFamilyAndInterface() {
    Network inet = Network.parse("192.0.2.0/24").orElseThrow();
    assertTrue(inet.contains(address("::ffff:192.0.2.9")));
    assertFalse(inet.contains(address("192.0.3.0")));
    assertFalse(Network.parse("::/0").orElseThrow().contains(address("192.0.2.9")));
    assertFalse(Network.parse("0.0.0.0/0").orElseThrow().contains(address("::1")));
    assertTrue(Network.parse("fe80::/64").orElseThrow().contains(address("fe80::9%3")));
    assertFalse(Network.parse("fe80::%2/64").orElseThrow().contains(address("fe80::9%3")));
  }

  /** Against the arithmetic of large numbers. */
  @Test
  void agreesWithABruteForceOverBits() {
    Random random = new Random(20261125);
    for (int i = 0; i < 20_000; i++) {
      boolean inet = random.nextBoolean();
      int bits = inet ? 32 : 128;
      Address one = random(random, inet);
      Address other = random(random, inet);
      int length = random.nextInt(bits + 1);
      if (random.nextBoolean()) {
        other = near(one, random.nextInt(bits));
      }
      boolean same =
          new BigInteger(1, one.bytes())
                  .xor(new BigInteger(1, other.bytes()))
                  .shiftRight(bits - length)
                  .signum()
              == 0;
      Network network = Network.around(one, length);
      assertEquals(same, network.contains(other), network + " " + other);
      assertEquals(network, Network.parse(network.toString()).orElseThrow());
    }
  }

  private static Address random(Random random, boolean inet) {
    return inet
        ? Address.inet(random.nextInt())
        : Address.inet6(random.nextLong(), random.nextLong(), 0);
  }

  private static Address near(Address one, int bit) {
    byte[] bytes = one.bytes();
    bytes[bit / 8] ^= (byte) (0x80 >>> (bit % 8));
    return Address.of(bytes);
  }
}
