package org.jxinetd.access.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jxinetd.api.access.Mode;
import org.jxinetd.api.access.PatternProvider.Answer;
import org.jxinetd.api.access.PatternProvider.Compiled;
import org.jxinetd.api.access.PatternProvider.Match;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.Token;

class NameListTest {

  private static final Duration LIMIT = Duration.ofMillis(700);

  @TempDir Path etc;
  private final FakeDns dns = new FakeDns();
  private Search search = Search.NONE;
  private long now;

  private Names names() {
    return new Names(
        new NameSwitch(etc.resolve("nsswitch.conf"), () -> now),
        new HostsFile(etc.resolve("hosts"), () -> now),
        dns,
        () -> search,
        () -> now);
  }

  private Compiled list(Names names, String... words) {
    List<Token> tokens = new ArrayList<>();
    for (String word : words) {
      tokens.add(new Token(word, Origin.of("xinetd.conf", tokens.size() + 1)));
    }
    return new HostPatterns(names, LIMIT).compile(tokens);
  }

  private static Request from(String client) {
    return new Request(
        ServiceSpec.builder("pid", "finger").build(),
        Optional.of(new Endpoint(Address.parse(client).orElseThrow(), 40000)),
        Optional.empty(),
        Instant.now());
  }

  private Answer ask(String client, String... words) {
    return list(names(), words).ask(from(client), Mode.DECIDE);
  }

  private static String text(Optional<Match> match) {
    return match
        .map(m -> m.token() + " (" + m.prefixLength() + ") " + m.detail())
        .orElse("nothing");
  }

  private static void assertMatches(String expected, Answer answer) {
    assertEquals(expected, text(answer.match()));
    assertEquals("nothing", text(answer.doubt()));
  }

  private static void assertDoubts(String expected, Answer answer) {
    assertEquals("nothing", text(answer.match()));
    assertEquals(expected, text(answer.doubt()));
  }

  @Test
  void matchesAConfirmedName() {
    dns.host("192.0.2.1", "gate.example.com");
    assertMatches(
        "gate.example.com (128) 192.0.2.1 is gate.example.com",
        ask("192.0.2.1", "other.example", "gate.example.com"));
    assertMatches("nothing", ask("192.0.2.1", "other.example", "ate.example.com"));
  }

  @Test
  void ignoresCaseAndADotAtTheEndOnBothSides() {
    dns.names.put("192.0.2.1", List.of("GATE.Example.COM."));
    dns.addresses.put("gate.example.com", List.of("192.0.2.1"));
    assertMatches(
        "Gate.Example.com. (128) 192.0.2.1 is gate.example.com",
        ask("192.0.2.1", "Gate.Example.com."));
  }

  @Test
  void aDomainHoldsWhatIsBelowIt() {
    dns.host("192.0.2.1", "a.b.example.com").host("192.0.2.2", "example.com");
    dns.host("192.0.2.3", "notexample.com");
    assertMatches(
        ".example.com (128) 192.0.2.1 is a.b.example.com", ask("192.0.2.1", ".example.com"));
    assertMatches(".com (128) 192.0.2.1 is a.b.example.com", ask("192.0.2.1", ".com"));
    assertMatches("nothing", ask("192.0.2.2", ".example.com"));
    assertMatches("nothing", ask("192.0.2.3", ".example.com"));
  }

  @Test
  void knowsNamesBeyondAscii() {
    dns.host("192.0.2.1", "www.xn--bcher-kva.example");
    assertMatches(
        ".bücher.example (128) 192.0.2.1 is www.xn--bcher-kva.example",
        ask("192.0.2.1", ".bücher.example"));
  }

  @Test
  void mappedClientsHaveTheNamesOfTheirInetAddress() {
    dns.host("192.0.2.1", "gate.example.com");
    assertMatches(
        "gate.example.com (128) 192.0.2.1 is gate.example.com",
        ask("::ffff:192.0.2.1", "gate.example.com"));
  }

  @Test
  void anInet6ClientHasANameWhateverItsScope() throws IOException {
    dns.host("2001:db8::1", "six.example.com");
    assertMatches(
        "six.example.com (128) 2001:db8::1 is six.example.com",
        ask("2001:db8::1", "six.example.com"));
    assertDoubts("six.example.com (128) fe80::1 has no name", ask("fe80::1%7", "six.example.com"));
    assertFalse(dns.asked.contains("fe80::1"), "DNS is not asked for link-local addresses");
    Files.writeString(etc.resolve("hosts"), "fe80::1%eth0 near\n");
    assertMatches("near (128) fe80::1 is near", ask("fe80::1%7", "near"));
  }

  @Test
  void aClientWithoutANameIsADoubt() {
    assertDoubts(
        "gate.example.com (128) 192.0.2.9 has no name", ask("192.0.2.9", "gate.example.com"));
  }

  @Test
  void aSpoofedNameIsADoubt() {
    dns.host("192.0.2.1", "gate.example.com");
    dns.names.put("203.0.113.66", List.of("gate.example.com"));
    assertDoubts(
        "gate.example.com (128) 203.0.113.66 claims to be gate.example.com, which does not lead"
            + " back to it",
        ask("203.0.113.66", "gate.example.com"));
    dns.names.put("203.0.113.67", List.of("192.0.2.1"));
    assertDoubts(
        ".example.com (128) 203.0.113.67 claims a name that is none",
        ask("203.0.113.67", ".example.com"));
    dns.names.put("203.0.113.68", List.of("a b;rm.example.com"));
    assertDoubts(
        ".example.com (128) 203.0.113.68 claims a name that is none",
        ask("203.0.113.68", ".example.com"));
  }

  @Test
  void oneGoodNameAmongBadOnesMatchesAndStaysADoubt() {
    dns.host("192.0.2.1", "gate.example.com");
    dns.names.put("192.0.2.1", List.of("victim.example", "gate.example.com"));
    Answer answer = ask("192.0.2.1", "gate.example.com", "victim.example");
    assertEquals("gate.example.com (128) 192.0.2.1 is gate.example.com", text(answer.match()));
    assertEquals(
        "gate.example.com (128) 192.0.2.1 claims to be victim.example, which does not lead back"
            + " to it",
        text(answer.doubt()));
  }

  @Test
  void looksAtFewOfAThousandNames() {
    dns.names.put(
        "192.0.2.1", IntStream.range(0, 1000).mapToObj(i -> "n" + i + ".example.com").toList());
    IntStream.range(0, 1000)
        .forEach(i -> dns.addresses.put("n" + i + ".example.com", List.of("192.0.2.1")));
    Answer answer = ask("192.0.2.1", "n7.example.com");
    assertEquals("n7.example.com (128) 192.0.2.1 is n7.example.com", text(answer.match()));
    assertEquals("n7.example.com (128) 192.0.2.1 has more than 8 names", text(answer.doubt()));
    assertEquals(1 + Names.MOST_NAMES, dns.asked.size());
    assertDoubts(
        "n8.example.com (128) 192.0.2.1 has more than 8 names", ask("192.0.2.1", "n8.example.com"));
  }

  @Test
  void confirmsAmongAThousandAddresses() {
    dns.names.put("10.0.3.7", List.of("pool.example.com"));
    dns.addresses.put(
        "pool.example.com",
        IntStream.range(0, 1000).mapToObj(i -> "10.0." + i / 256 + "." + i % 256).toList());
    assertMatches(
        "pool.example.com (128) 10.0.3.7 is pool.example.com", ask("10.0.3.7", "pool.example.com"));
  }

  @Test
  void dnsThatFailsIsADoubt() {
    dns.failure = "SERVFAIL";
    assertDoubts(".example.com (128) SERVFAIL", ask("192.0.2.1", ".example.com"));
    dns.failure = "";
    dns.names.put("192.0.2.2", List.of("gate.example.com"));
    dns.slowAddresses.put(
        "gate.example.com", CompletableFuture.completedFuture(Records.failed("REFUSED")));
    assertDoubts(
        ".example.com (128) 192.0.2.2 claims to be gate.example.com, which cannot be confirmed:"
            + " REFUSED",
        ask("192.0.2.2", ".example.com"));
    dns.slow.put("192.0.2.3", CompletableFuture.failedFuture(new IllegalStateException("bug")));
    assertDoubts(".example.com (128) the look-up failed", ask("192.0.2.3", ".example.com"));
  }

  @Test
  void waitsOnceForASlowNameAndTakesTheAnswerWhenItComes() {
    CompletableFuture<Records<String>> slow = new CompletableFuture<>();
    dns.slow.put("192.0.2.1", slow);
    dns.addresses.put("gate.example.com", List.of("192.0.2.1"));
    Names names = names();
    Compiled list = list(names, "gate.example.com");
    now = System.nanoTime();
    long before = System.nanoTime();
    assertDoubts(
        "gate.example.com (128) the name of 192.0.2.1 did not come within 0.7 s",
        list.ask(from("192.0.2.1"), Mode.DECIDE));
    long waited = System.nanoTime() - before;
    assertTrue(waited >= LIMIT.toNanos() * 9 / 10, waited + " ns");
    before = System.nanoTime();
    assertTrue(list.ask(from("192.0.2.1"), Mode.DECIDE).doubt().isPresent());
    waited = System.nanoTime() - before;
    assertTrue(waited < LIMIT.toNanos() / 2, "nobody waits for it again: " + waited + " ns");
    slow.complete(new Records<>(List.of("gate.example.com"), Duration.ofSeconds(9), ""));
    assertTrue(list.ask(from("192.0.2.1"), Mode.DECIDE).match().isPresent());
    assertEquals(1, dns.asked.stream().filter("192.0.2.1"::equals).count());
  }

  @Test
  void whatAnotherListWaitedForCounts() {
    dns.slow.put("192.0.2.1", new CompletableFuture<>());
    now = System.nanoTime();
    Compiled list = list(names(), "gate.example.com");
    assertTrue(list.ask(from("192.0.2.9"), Mode.DECIDE).doubt().isPresent()); // all is loaded now
    Request old =
        new Request(
            from("192.0.2.1").service(),
            from("192.0.2.1").peer(),
            Optional.empty(),
            Instant.now().minus(LIMIT));
    long before = System.nanoTime();
    assertTrue(list.ask(old, Mode.DECIDE).doubt().isPresent());
    long waited = System.nanoTime() - before;
    assertTrue(waited < LIMIT.toNanos() / 2, waited + " ns");
  }

  @Test
  void looksUpAgainWhenTheTimeToLiveIsOver() {
    dns.host("192.0.2.1", "gate.example.com");
    dns.life = Duration.ofSeconds(60);
    Compiled list = list(names(), "gate.example.com", "forward:home.example");
    assertTrue(list.ask(from("192.0.2.1"), Mode.DECIDE).match().isPresent());
    dns.host("192.0.2.1", "renamed.example.com");
    now += Duration.ofSeconds(60).toNanos();
    assertTrue(list.ask(from("192.0.2.1"), Mode.DECIDE).match().isPresent());
    now += Duration.ofSeconds(1).toNanos();
    assertFalse(list.ask(from("192.0.2.1"), Mode.DECIDE).match().isPresent());
    dns.addresses.put("home.example", List.of("192.0.2.1"));
    assertFalse(list.ask(from("192.0.2.1"), Mode.DECIDE).match().isPresent());
    now += Duration.ofSeconds(61).toNanos();
    assertTrue(list.ask(from("192.0.2.1"), Mode.DECIDE).match().isPresent());
  }

  @Test
  void forwardMatchesTheAddressesOfAName() {
    dns.addresses.put("home.example", List.of("198.51.100.7", "2001:db8::7"));
    assertMatches(
        "forward:Home.example (128) 198.51.100.7 is one of its addresses",
        ask("198.51.100.7", "forward:none.example", "forward:Home.example"));
    assertMatches(
        "forward:home.example (128) 2001:db8::7 is one of its addresses",
        ask("2001:db8::7", "forward:home.example"));
    assertMatches("nothing", ask("198.51.100.8", "forward:home.example"));
    assertFalse(dns.asked.contains("198.51.100.8"), "no reverse look-up is needed");
  }

  @Test
  void aForwardNameThatFailsIsADoubt() {
    dns.slowAddresses.put(
        "home.example", CompletableFuture.completedFuture(Records.failed("SERVFAIL")));
    assertDoubts(
        "forward:home.example (128) SERVFAIL", ask("198.51.100.8", "forward:home.example"));
    now = System.nanoTime();
    dns.slowAddresses.put("home.example", new CompletableFuture<>());
    assertDoubts(
        "forward:home.example (128) its addresses did not come within 0.7 s",
        ask("198.51.100.8", "forward:home.example"));
  }

  @Test
  void theHostsFileComesFirstUnlessTheNameSwitchSaysOtherwise() throws IOException {
    Files.writeString(
        etc.resolve("hosts"),
        "# 192.0.2.1 not.this\n"
            + "192.0.2.1 Local.example alias # c\n"
            + "192.0.2.1 second\n"
            + "10.0.0.9 far\n");
    dns.host("192.0.2.1", "gate.example.com");
    assertMatches(
        "local.example (128) 192.0.2.1 is local.example", ask("192.0.2.1", "local.example"));
    assertMatches("nothing", ask("192.0.2.1", "gate.example.com", "alias", "second", "c"));
    assertMatches(
        "forward:alias (128) 192.0.2.1 is one of its addresses", ask("192.0.2.1", "forward:alias"));
    Files.writeString(
        etc.resolve("nsswitch.conf"), "passwd: files\nhosts: dns [NOTFOUND=return] files\n");
    assertMatches(
        "gate.example.com (128) 192.0.2.1 is gate.example.com",
        ask("192.0.2.1", "gate.example.com"));
    assertDoubts("far (128) 10.0.0.9 has no name", ask("10.0.0.9", "far"));
    Files.writeString(etc.resolve("nsswitch.conf"), "hosts: dns files\n");
    assertMatches("far (128) 10.0.0.9 is far", ask("10.0.0.9", "far"));
    assertMatches(
        "forward:far (128) 10.0.0.9 is one of its addresses", ask("10.0.0.9", "forward:far"));
    Files.writeString(etc.resolve("nsswitch.conf"), "hosts:\tfiles\n");
    assertDoubts("far (128) 192.0.2.9 has no name", ask("192.0.2.9", "far"));
    assertMatches("far (128) 10.0.0.9 is far", ask("10.0.0.9", "far"));
  }

  @Test
  void theHostsFileAnswersBehindADnsThatFailsButTheDoubtStays() throws IOException {
    Files.writeString(etc.resolve("hosts"), "10.0.0.9 far\n");
    Files.writeString(etc.resolve("nsswitch.conf"), "hosts: dns files\n");
    dns.failure = "SERVFAIL";
    Answer answer = ask("10.0.0.9", "far");
    assertEquals("far (128) 10.0.0.9 is far", text(answer.match()));
    assertEquals("far (128) SERVFAIL", text(answer.doubt()));
  }

  @Test
  void aShortNameIsCompletedByTheSearchList() {
    search = new Search(List.of("corp.example", "lab.corp.example"), 1);
    dns.host("192.0.2.1", "build1.corp.example").host("192.0.2.2", "build1.lab.corp.example");
    dns.host("192.0.2.3", "build1.evil.example").host("192.0.2.4", "build1");
    dns.host("192.0.2.5", "x.build1.corp.example").host("192.0.2.6", "build1.x.corp.example");
    for (String client : List.of("192.0.2.1", "192.0.2.2", "192.0.2.4")) {
      assertEquals("build1", ask(client, "build1").match().orElseThrow().token().text(), client);
    }
    for (String client : List.of("192.0.2.3", "192.0.2.5", "192.0.2.6")) {
      assertMatches("nothing", ask(client, "build1"));
    }
    assertMatches("nothing", ask("192.0.2.1", "build1."));
    assertMatches("build1. (128) 192.0.2.4 is build1", ask("192.0.2.4", "build1."));
    assertMatches("nothing", ask("192.0.2.2", "build1.lab"));
    search = new Search(List.of("corp.example"), 2);
    assertMatches(
        "build1.lab (128) 192.0.2.2 is build1.lab.corp.example", ask("192.0.2.2", "build1.lab"));
    search = new Search(List.of("corp.example"), 0);
    assertMatches("nothing", ask("192.0.2.1", "build1"));
  }

  @Test
  void aClientsOwnNameIsNeverCompleted() {
    search = new Search(List.of("corp.example"), 1);
    dns.names.put("192.0.2.1", List.of("build1."));
    dns.addresses.put("build1.corp.example", List.of("192.0.2.1"));
    assertDoubts(
        "build1 (128) 192.0.2.1 claims to be build1, which does not lead back to it",
        ask("192.0.2.1", "build1"));
  }

  @Test
  void aForwardNameIsCompletedAsTheResolverWould() {
    search = new Search(List.of("corp.example", "lab.example"), 1);
    dns.addresses.put("build1.lab.example", List.of("192.0.2.1"));
    dns.addresses.put("build1", List.of("192.0.2.2"));
    dns.addresses.put("a.build1", List.of("192.0.2.3"));
    dns.addresses.put("a.build1.corp.example", List.of("192.0.2.4"));
    assertTrue(ask("192.0.2.1", "forward:build1").match().isPresent());
    assertFalse(ask("192.0.2.2", "forward:build1").match().isPresent(), "completed first");
    assertTrue(ask("192.0.2.2", "forward:build1.").match().isPresent());
    assertTrue(ask("192.0.2.3", "forward:a.build1").match().isPresent(), "has enough dots");
    assertFalse(ask("192.0.2.4", "forward:a.build1").match().isPresent());
    dns.addresses.remove("a.build1");
    assertTrue(ask("192.0.2.4", "forward:a.build1").match().isPresent());
    dns.slowAddresses.put(
        "build1.corp.example", CompletableFuture.completedFuture(Records.failed("SERVFAIL")));
    assertTrue(ask("192.0.2.1", "forward:build1").match().isPresent(), "the next one is asked");
    assertDoubts("forward:build1 (128) SERVFAIL", ask("192.0.2.9", "forward:build1"));
  }

  @Test
  void anAbsenceInTheHostsFileDoesNotShortenWhatDnsSays() {
    dns.life = Duration.ofSeconds(60);
    Names names = names();
    dns.host("192.0.2.1", "gate.example.com");
    Compiled list = list(names, "gate.example.com");
    assertTrue(list.ask(from("192.0.2.1"), Mode.DECIDE).match().isPresent());
    now += Duration.ofSeconds(30).toNanos();
    dns.asked.clear();
    assertTrue(list.ask(from("192.0.2.1"), Mode.DECIDE).match().isPresent());
    assertEquals(List.of(), dns.asked);
  }

  @Test
  void theHostsFileConfirmsInItsTurn() throws IOException {
    Files.writeString(etc.resolve("hosts"), "10.0.0.1 gate.example.com\n");
    dns.host("192.0.2.1", "gate.example.com");
    assertDoubts(
        "gate.example.com (128) 192.0.2.1 claims to be gate.example.com, which does not lead back"
            + " to it",
        ask("192.0.2.1", "gate.example.com"));
  }

  @Test
  void leavesToOthersWhatIsNoName() {
    Compiled list =
        list(
            names(),
            "10.0.0.1",
            "10.0.0.0/8",
            ".5.6",
            "::1",
            "*",
            "file:/x",
            ".",
            "forward:1.2.3.4");
    assertEquals(List.of(), List.copyOf(list.understood()));
    assertFalse(list.mayWait());
    assertEquals(Answer.NONE, list.ask(from("192.0.2.1"), Mode.DECIDE));
    assertEquals(List.of(), dns.asked);
  }

  @Test
  void anUnknownClientMatchesNothing() {
    Request unknown =
        new Request(from("192.0.2.1").service(), Optional.empty(), Optional.empty(), Instant.now());
    Compiled list = list(names(), ".example.com");
    assertEquals(Answer.NONE, list.ask(unknown, Mode.DECIDE));
    assertTrue(list.mayWait());
    assertEquals(List.of(), list.problems());
    assertEquals(Optional.empty(), list.match(from("192.0.2.1")));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void agreesWithAScanOverTenThousandRules(long seed) {
    Random random = new Random(seed);
    String[] words = new String[10_000];
    for (int i = 0; i < words.length; i++) {
      words[i] = (random.nextInt(3) == 0 ? "." : "") + name(random);
    }
    Compiled list = list(names(), words);
    int matches = 0;
    for (int i = 0; i < 300; i++) {
      String client = "10." + seed + "." + i / 256 + "." + i % 256;
      String name = name(random);
      if (dns.addresses.containsKey(name)) {
        continue; // a name of two clients would have the address of one
      }
      dns.host(client, name);
      boolean wanted = false;
      for (String word : words) {
        wanted |= word.startsWith(".") ? name.endsWith(word) : name.equals(word);
      }
      assertEquals(wanted, list.ask(from(client), Mode.DECIDE).match().isPresent(), name);
      matches += wanted ? 1 : 0;
    }
    assertTrue(matches > 15 && matches < 250, matches + " of 300");
  }

  private static String name(Random random) {
    return IntStream.range(0, 2 + random.nextInt(5))
        .mapToObj(i -> "n" + random.nextInt(50))
        .collect(Collectors.joining("."));
  }

  @Test
  void anExplanationMaySupposeTheClientsName() {
    Compiled list = list(names(), "mail.example.org", ".example.net");
    assertEquals(Optional.empty(), supposing(list, "other.example.org").match());
    Match exact = supposing(list, "MAIL.example.org.").match().orElseThrow();
    assertEquals("mail.example.org", exact.token().text());
    assertTrue(exact.detail().contains("supposed to be mail.example.org"), exact.detail());
    assertEquals(
        ".example.net", supposing(list, "a.b.example.net").match().orElseThrow().token().text());
    assertEquals(Answer.NONE, supposing(list, "no name at all"));
    Compiled forward = list(names(), "forward:f.example.org");
    assertEquals(
        "forward:f.example.org",
        supposing(forward, "f.example.org").match().orElseThrow().token().text());
  }

  private static Answer supposing(Compiled list, String name) {
    Request real = from("192.0.2.1");
    Request supposed =
        new Request(real.service(), real.peer(), real.local(), real.at(), Optional.of(name));
    return list.ask(supposed, Mode.DRY_RUN);
  }
}
