package org.jxinetd.access.ip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jxinetd.api.access.PatternProvider.Compiled;
import org.jxinetd.api.access.PatternProvider.Match;
import org.jxinetd.api.service.Address;

/** Against an oracle that shares nothing with the table: text, whole numbers and a linear scan. */
class PrefixTableTest {

  private record Rule(String text, BigInteger base, int length) {
    boolean holds(BigInteger client) {
      return base.shiftRight(128 - length).equals(client.shiftRight(128 - length));
    }
  }

  private static final BigInteger MAPPED = BigInteger.valueOf(0xffff).shiftLeft(32);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void agreesWithAScanOverAllMasks(long seed) {
    Random random = new Random(seed);
    int matches = 0;
    int cases = 0;
    for (int round = 0; round < 40; round++) {
      List<Rule> rules = new ArrayList<>();
      int size = round == 0 ? 3000 : 1 + random.nextInt(60); // once with several levels
      for (int i = 0; i < size; i++) {
        rules.add(random.nextBoolean() ? inet(random) : inet6(random));
      }
      Compiled list = Lists.compile(rules.stream().map(Rule::text).toArray(String[]::new));
      assertEquals(List.of(), list.problems());
      for (int i = 0; i < 100; i++) {
        Address client = client(random, rules);
        Optional<Match> found = list.match(Lists.from(client));
        Optional<Rule> wanted = scan(rules, number(client));
        assertEquals(
            wanted.map(Rule::text), found.map(m -> m.token().text()), () -> client + " " + rules);
        assertEquals(wanted.map(Rule::length), found.map(Match::prefixLength));
        matches += found.isPresent() ? 1 : 0;
        cases++;
      }
    }
    assertTrue(matches > cases / 5 && matches < cases * 19 / 20, matches + " of " + cases);
  }

  /** Many blocks side by side: in one IPv4 network, in the lower half of one IPv6 network. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void agreesWithAScanWhereBlocksCrowd(long seed) {
    Random random = new Random(seed);
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < 1500; i++) {
      rules.add(crowded(random, MAPPED.add(BigInteger.valueOf(0xc000_0200L)), 18));
      rules.add(crowded(random, BigInteger.valueOf(0x2001_0db8L).shiftLeft(96), 70));
    }
    Compiled list = Lists.compile(rules.stream().map(Rule::text).toArray(String[]::new));
    assertEquals(List.of(), list.problems());
    for (int i = 0; i < 3000; i++) {
      BigInteger edge = rules.get(random.nextInt(rules.size())).base;
      BigInteger number = edge.add(BigInteger.valueOf(random.nextInt(5) - 2));
      Address client = Address.inet6(number.shiftRight(64).longValue(), number.longValue(), 0);
      Optional<Match> found = list.match(Lists.from(client));
      assertEquals(
          scan(rules, number).map(Rule::text), found.map(m -> m.token().text()), client::toString);
    }
  }

  /** A block that begins within so many bits of a base, and is no larger than they. */
  private static Rule crowded(Random random, BigInteger base, int bits) {
    BigInteger start = base.add(new BigInteger(bits, random));
    int length = 128 - random.nextInt(bits + 1);
    String text =
        Address.inet6(start.shiftRight(64).longValue(), start.longValue(), 0) + "/" + length;
    return new Rule(text, start, length);
  }

  @Test
  void knowsWhatBeginsBeforeTheIpv4PartAndReachesBeyondIt() {
    Compiled list = Lists.compile("::/0", "::fffe:0:0/95", "10.0.0.0/8", "::/128");

    assertEquals(0, Lists.match(list, "::fffd:0:0").orElseThrow().prefixLength());
    assertEquals(95, Lists.match(list, "::fffe:0:0").orElseThrow().prefixLength());
    assertEquals(95, Lists.match(list, "0.0.0.0").orElseThrow().prefixLength());
    assertEquals(104, Lists.match(list, "10.0.0.0").orElseThrow().prefixLength());
    assertEquals(104, Lists.match(list, "::ffff:10.255.255.255").orElseThrow().prefixLength());
    assertEquals(95, Lists.match(list, "11.0.0.0").orElseThrow().prefixLength());
    assertEquals(95, Lists.match(list, "255.255.255.255").orElseThrow().prefixLength());
    assertEquals(0, Lists.match(list, "::1:0:0:0").orElseThrow().prefixLength());
    assertEquals(128, Lists.match(list, "::").orElseThrow().prefixLength());
  }

  private static Optional<Rule> scan(List<Rule> rules, BigInteger client) {
    Rule best = null;
    for (Rule rule : rules) {
      if (rule.holds(client) && (best == null || rule.length > best.length)) {
        best = rule;
      }
    }
    return Optional.ofNullable(best);
  }

  /** Few distinct octets, so that blocks nest and touch. */
  private static int octet(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> 255;
      default -> random.nextInt(4);
    };
  }

  private static Rule inet(Random random) {
    int[] octets = {octet(random), octet(random), octet(random), octet(random)};
    long bits = 0;
    StringBuilder text = new StringBuilder();
    for (int octet : octets) {
      bits = bits << 8 | octet;
      text.append(text.isEmpty() ? "" : ".").append(octet);
    }
    BigInteger base = MAPPED.add(BigInteger.valueOf(bits));
    if (random.nextInt(4) == 0) {
      int given = 4;
      while (given > 0 && octets[given - 1] == 0) {
        given--;
      }
      return new Rule(text.toString(), base, 96 + 8 * given);
    }
    int length = random.nextInt(33);
    return new Rule(text + "/" + length, base, 96 + length);
  }

  private static Rule inet6(Random random) {
    byte[] bytes = inet6Bytes(random);
    int length = random.nextInt(8) == 0 ? random.nextInt(129) : 16 + random.nextInt(113);
    return new Rule(Address.of(bytes) + "/" + length, new BigInteger(1, bytes), length);
  }

  private static byte[] inet6Bytes(Random random) {
    byte[] bytes = new byte[16];
    if (random.nextInt(4) == 0) {
      bytes[10] = bytes[11] = (byte) 255;
      for (int i = 12; i < 16; i++) {
        bytes[i] = (byte) octet(random);
      }
      return bytes;
    }
    bytes[0] = (byte) (random.nextInt(6) == 0 ? 255 : 0x20);
    for (int i = 1; i < 16; i++) {
      bytes[i] = (byte) (i % 4 == 0 ? octet(random) : 0);
    }
    return bytes;
  }

  private static Address client(Random random, List<Rule> rules) {
    switch (random.nextInt(4)) {
      case 0 -> {
        return Address.of(
            new byte[] {
              (byte) octet(random), (byte) octet(random), (byte) octet(random), (byte) octet(random)
            });
      }
      case 1 -> {
        return Address.of(inet6Bytes(random));
      }
      default -> {
        Rule near = rules.get(random.nextInt(rules.size()));
        BigInteger edge = near.base.shiftRight(128 - near.length).shiftLeft(128 - near.length);
        if (random.nextBoolean()) {
          edge = edge.add(BigInteger.ONE.shiftLeft(128 - near.length));
        }
        BigInteger number =
            edge.add(BigInteger.valueOf(random.nextInt(3) - 1)).mod(BigInteger.ONE.shiftLeft(128));
        return Address.inet6(number.shiftRight(64).longValue(), number.longValue(), 0);
      }
    }
  }

  private static BigInteger number(Address address) {
    return new BigInteger(Long.toUnsignedString(address.high()))
        .shiftLeft(64)
        .add(new BigInteger(Long.toUnsignedString(address.low())));
  }

  @Test
  void reachesTheLastAddress() {
    Compiled list = Lists.compile("ff00::/8", "255.255.255.255");

    assertTrue(Lists.admits(list, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"));
    assertTrue(Lists.admits(list, "255.255.255.255"));
    assertEquals(Optional.empty(), Lists.match(list, "::1:0:0:0"));
  }

  @Test
  void nestsAsDeepAsThereAreBits() {
    String[] words = new String[129];
    for (int i = 0; i <= 128; i++) {
      words[i] = "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/" + i;
    }
    Compiled list = Lists.compile(words);

    assertEquals(
        128,
        Lists.match(list, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff").orElseThrow().prefixLength());
    assertEquals(63, Lists.match(list, "ffff:ffff:ffff:fffe::").orElseThrow().prefixLength());
    assertEquals(0, Lists.match(list, "1.2.3.4").orElseThrow().prefixLength());
  }

  @Test
  void rejectsImpossibleLengths() {
    assertThrows(IllegalArgumentException.class, () -> new Prefix(0, 0, 129, 0));
    assertThrows(IllegalArgumentException.class, () -> new Prefix(0, 0, -1, 0));
  }
}
