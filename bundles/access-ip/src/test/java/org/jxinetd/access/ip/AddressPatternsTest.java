package org.jxinetd.access.ip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.jxinetd.access.ip.Lists.admits;
import static org.jxinetd.access.ip.Lists.compile;
import static org.jxinetd.access.ip.Lists.match;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jxinetd.api.access.PatternProvider.Compiled;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.Problem;

class AddressPatternsTest {

  @ParameterizedTest
  @CsvSource({
    // pattern, client that matches, client that does not, prefix length
    "127.0.0.1, 127.0.0.1, 127.0.0.2, 128",
    "128.138.12.0, 128.138.12.255, 128.138.13.0, 120",
    "10.1.0.0, 10.1.255.1, 10.2.0.0, 112",
    "127.0.0.0, 127.255.255.255, 126.255.255.255, 104",
    "0.0.0.0, 255.255.255.255, 2001:db8::1, 96",
    "127.0.0, 127.9.9.9, 128.0.0.0, 104",
    "127.1, 127.0.0.1, 127.1.0.0, 128",
    "127, 0.0.0.127, 127.0.0.1, 128",
    "10.1.256, 10.1.1.7, 10.1.0.7, 120",
    "127.0.0.77/24, 127.0.0.1, 127.0.1.1, 120",
    "127.0.0.1/32, 127.0.0.1, 127.0.0.0, 128",
    "127.0.0.1/99, 127.0.0.1, 127.0.0.0, 128",
    "127.0.0.1/4294967304, 127.0.0.1, 127.0.0.0, 128",
    "0.0.0.0/0, 1.2.3.4, ::1, 96",
    "10.0.0.0/255.0.0.0, 10.9.9.9, 11.0.0.0, 104",
    "10.0.0.0/255.255.255.255, 10.0.0.0, 10.0.0.1, 128",
    "10.0.0.0/0.0.0.0, 200.0.0.1, ::1, 96",
    "'127.0.{1,2}', 127.0.2.9, 127.0.3.9, 120",
    "'{127,128}', 128.1.1.1, 129.1.1.1, 104",
    "'10.1.2.{3,4}', 10.1.2.4, 10.1.2.5, 128",
    "'10.{0,1}', 10.0.1.1, 10.2.0.0, 112",
    "'10.{7}', 10.7.1.1, 10.2.0.0, 112",
    "::1, ::1, ::2, 128",
    "2001:DB8::/32, 2001:db8:ffff::1, 2001:db9::1, 32",
    "2001:db8::, 2001:db8::, 2001:db8::1, 128",
    "2001:db8::1/200, 2001:db8::1, 2001:db8::, 128",
    "::ffff:127.0.0.1, ::ffff:127.0.0.1, ::ffff:127.0.0.2, 128",
    // NAT64, RFC 6052: the client is the translator's IPv6 address, not the IPv4 one inside it
    "64:ff9b::/96, 64:ff9b::192.0.2.1, 192.0.2.1, 96",
    "64:ff9b::192.0.2.0/120, 64:ff9b::c000:2ff, 64:ff9b::192.0.3.1, 120",
    "192.0.2.0/24, ::ffff:192.0.2.1, 64:ff9b::192.0.2.1, 120",
    "fe80::1%2, fe80::1%2, fe80::1%3, 128",
    "fe80::1%eth0, fe80::1%2, fe80::1, 128",
    "fe80::%2/10, fe80::77%2, fe80::77%3, 10",
    "fe80::1, fe80::1%7, fe80::2%7, 128",
  })
  void matchesWhatThePatternMeans(String pattern, String inside, String outside, int length) {
    Compiled list = compile(pattern);

    assertEquals(List.of(), list.problems());
    assertEquals(Set.copyOf(Lists.tokens(pattern)), list.understood());
    assertEquals(length, match(list, inside).orElseThrow().prefixLength());
    assertEquals(pattern, match(list, inside).orElseThrow().token().text());
    assertFalse(admits(list, outside));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".5.6",
        "1..2",
        "127.0.0.",
        "256.1.1.1",
        "1.2.3.256",
        "1.2.65536",
        "4294967296",
        "1.2.3.4.5",
        "010.0.0.1",
        "0x7f.0.0.1",
        "127.0x1",
        "10/8",
        "192.168/16",
        "1.2.3.4/24x",
        "1.2.3.4/",
        "1.2.3.4/-1",
        "1.2.3.4/+8",
        "10.0.0.0/255.0.255.0",
        "10.0.0.0/0.0.0.255",
        "10.0.0.0/255.0.0",
        "1.2.3.4/8/8",
        "10.1,2",
        "a.example,b.example",
        "10.0.{1,,2}",
        "10.0.{,2}",
        "10.0.{1,}",
        "10.0.{}",
        "10.0.{1,256}",
        "10.0.{01}",
        "10.0.{1,a}",
        "10.0.{1}.3",
        "10.0.{1",
        "10.0.1}",
        "10.{1}{2}",
        "10.{{1}}",
        "10.0{1}",
        "10..{1}",
        ".{1}",
        "1.2.3.4.{5}",
        "300.{1}",
        "host.{1,2}",
        "2001:db8:::1",
        "::1::2",
        "1:2:3",
        "::1/x",
        "::1/",
        "::1/ffff::",
        "fe80::1%eth9",
        "fe80::1%0",
        "fe80::1%",
        "fe80::1%99999999999",
        "::ffff:10.0.0.1%2",
        "::1,::2",
        "fe:ab",
        "1.2.3.4:80"
      })
  void refusesWhatIsMeantAsAnAddressButIsNone(String word) {
    Compiled list = compile(word, "127.0.0.1");

    assertEquals(1, list.problems().size());
    Problem problem = list.problems().getFirst();
    assertEquals(Problem.Severity.ERROR, problem.severity());
    assertEquals(Origin.of("xinetd.conf", 1), problem.origin());
    assertTrue(problem.message().contains(word), problem.message());
    assertEquals("the service is not started", problem.consequence());
    assertEquals(Set.of(Lists.tokens("", "127.0.0.1").get(1)), list.understood());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALL",
        "*",
        "!1.2.3.4",
        "localhost",
        ".example.com",
        "www.example.com",
        "geo:DE,FR",
        "geo:DE",
        "[::1]",
        "/etc/hosts.list",
        "1and1.example",
        "host/24",
        "%eth0",
        ""
      })
  void leavesOtherKindsToOthers(String word) {
    Compiled list = compile(word);

    assertEquals(Set.of(), list.understood());
    assertEquals(List.of(), list.problems());
    assertFalse(admits(list, "1.2.3.4"));
  }

  @Test
  void saysWhatToMendInTheWordsOfXinetd() {
    assertEquals(
        "xinetd.conf:1: Address: 10.1,2 has a comma in it - remove the comma; entries are separated"
            + " by blanks; the service is not started",
        compile("10.1,2").problems().getFirst().toString());
    assertEquals(
        "xinetd.conf:1: Bad address: 1..2: Consecutive dots; the service is not started",
        compile("1..2").problems().getFirst().toString());
  }

  @Test
  void admitsIpv6ClientsAsObserved() {
    assertTrue(admits(compile("::1"), "::1"));
    assertTrue(admits(compile("::1/127"), "::1"));
    assertTrue(admits(compile("::1/128"), "::1")); // mended: never matched in xinetd
    assertFalse(admits(compile("::"), "::1"));
    assertTrue(admits(compile("::"), "::"));
    assertTrue(admits(compile("::/0"), "::1"));
    assertFalse(admits(compile("0.0.0.0/0"), "::1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "0.0.0.0/0", "::ffff:127.0.0.1", "::ffff:0:0/96", "::/0"})
  void admitsMappedAndPlainIpv4Clients(String pattern) {
    assertTrue(admits(compile(pattern), "::ffff:127.0.0.1"));
    assertTrue(admits(compile(pattern), "127.0.0.1"));
  }

  @Test
  void reportsTheLongestPrefix() {
    Compiled list = compile("10.0.0.0/8", "10.1.2.3", "0.0.0.0", "10.1.0.0/16", "::/0");

    assertEquals("10.1.2.3", match(list, "10.1.2.3").orElseThrow().token().text());
    assertEquals("10.1.0.0/16", match(list, "10.1.2.4").orElseThrow().token().text());
    assertEquals("10.0.0.0/8", match(list, "10.2.0.0").orElseThrow().token().text());
    assertEquals("0.0.0.0", match(list, "11.0.0.0").orElseThrow().token().text());
    assertEquals("::/0", match(list, "2001:db8::1").orElseThrow().token().text());
  }

  @Test
  void reportsTheFirstOfTwoEntriesThatMeanTheSame() {
    Compiled list = compile("10.0.0.0/8", "10.0.0.0", "10.0.0.0/255.0.0.0");

    assertEquals("10.0.0.0/8", match(list, "10.9.9.9").orElseThrow().token().text());
    assertEquals(3, list.understood().size());
  }

  @Test
  void prefersTheLongerOfScopedAndUnscoped() {
    Compiled list = compile("fe80::/10", "fe80::1%2", "fe80::%3/9");

    assertEquals("fe80::1%2", match(list, "fe80::1%2").orElseThrow().token().text());
    assertEquals("fe80::/10", match(list, "fe80::1%3").orElseThrow().token().text());
  }

  @Test
  void matchesNobodyWithAnEmptyListAndNoUnknownClient() {
    assertFalse(admits(compile(), "1.2.3.4"));
    assertTrue(compile("0.0.0.0", "::/0").match(Lists.unknownClient()).isEmpty());
  }
}
