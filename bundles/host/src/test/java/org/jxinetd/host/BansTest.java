package org.jxinetd.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jxinetd.api.access.Ban;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Network;
import org.jxinetd.api.service.Origin;

class BansTest {

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final Address ONE = Address.parse("192.0.2.1").orElseThrow();
  private static final Address SIX = Address.parse("2001:db8::1").orElseThrow();
  private static final Origin ORIGIN = Origin.of("/etc/xinetd.d/trap", 9);

  @TempDir Path folder;
  private final Bans bans = new Bans();

  private static Optional<Duration> minutes(long count) {
    return Optional.of(Duration.ofMinutes(count));
  }

  private Bans.Added extend(Address address, Instant now, Optional<Duration> duration) {
    return bans.extend(address, now, duration, "rule", ORIGIN);
  }

  @Test
  void aBanHoldsUntilItsEnd() {
    assertTrue(extend(ONE, NOW, minutes(1)).isNew());
    assertTrue(bans.find(ONE, NOW.plusSeconds(59)).isPresent());
    assertTrue(bans.find(ONE, NOW.plusSeconds(60)).isEmpty());
    assertTrue(bans.find(SIX, NOW).isEmpty());
    assertEquals(List.of(), bans.all(NOW.plusSeconds(60)));
  }

  @Test
  void anotherTouchExtendsAndNeverShortens() {
    extend(ONE, NOW, minutes(10));
    assertFalse(extend(ONE, NOW.plusSeconds(60), minutes(10)).isNew());
    assertEquals(Optional.of(NOW.plusSeconds(660)), bans.find(ONE, NOW).orElseThrow().until());
    Ban ban = extend(ONE, NOW.plusSeconds(61), minutes(1)).ban();
    assertEquals(Optional.of(NOW.plusSeconds(660)), ban.until());
    assertEquals(Optional.empty(), extend(ONE, NOW, Optional.empty()).ban().until());
    assertEquals(Optional.empty(), extend(ONE, NOW, minutes(1)).ban().until(), "for ever stays");
    assertEquals(NOW, bans.find(ONE, NOW).orElseThrow().since());
  }

  @Test
  void aBanAfterABanIsNew() {
    extend(ONE, NOW, minutes(1));
    Bans.Added again = extend(ONE, NOW.plusSeconds(60), minutes(1));
    assertTrue(again.isNew());
    assertEquals(NOW.plusSeconds(60), again.ban().since());
  }

  @Test
  void anAdministratorMayShortenAndLift() {
    extend(ONE, NOW, Optional.empty());
    Ban shorter = bans.set(Network.of(ONE), NOW, minutes(1), "by hand", Origin.NONE);
    assertEquals(Optional.of(NOW.plusSeconds(60)), shorter.until());
    assertTrue(bans.lift(Network.of(ONE), NOW));
    assertFalse(bans.lift(Network.of(ONE), NOW));
    assertTrue(bans.isEmpty());
    extend(ONE, NOW, minutes(1));
    assertFalse(bans.lift(Network.of(ONE), NOW.plusSeconds(60)), "it was over");
  }

  @Test
  void ipv4IsTheSameClientOnAnIpv6Socket() {
    extend(Address.parse("::ffff:192.0.2.1").orElseThrow(), NOW, minutes(1));
    assertEquals(Network.of(ONE), bans.find(ONE, NOW).orElseThrow().network());
    assertTrue(bans.lift(Network.of(Address.parse("::ffff:192.0.2.1").orElseThrow()), NOW));
  }

  @Test
  void whatIsOverIsForgotten() {
    extend(ONE, NOW, minutes(1));
    extend(SIX, NOW, minutes(2));
    assertEquals(0, bans.expire(NOW.plusSeconds(59)));
    assertEquals(1, bans.expire(NOW.plusSeconds(60)));
    assertFalse(bans.isEmpty());
    assertEquals(1, bans.expire(NOW.plusSeconds(120)));
    assertTrue(bans.isEmpty());
  }

  @Test
  void theyAreListedByAddress() {
    for (String text : List.of("2001:db8::2", "255.0.0.1", "2001:db8::1", "9.9.9.9")) {
      extend(Address.parse(text).orElseThrow(), NOW, Optional.empty());
    }
    assertEquals(
        List.of("9.9.9.9", "255.0.0.1", "2001:db8::1", "2001:db8::2"),
        bans.all(NOW).stream().map(b -> b.network().toString()).toList());
  }

  @Test
  void aFullListGivesUpTheBanThatEndsFirst() {
    Address forever = Address.inet(-1);
    extend(forever, NOW, Optional.empty());
    for (int i = 1; i < Bans.MOST; i++) {
      extend(Address.inet(i), NOW, Optional.of(Duration.ofSeconds(1000L + i)));
    }
    assertEquals(Bans.MOST, bans.all(NOW).size());
    extend(ONE, NOW, minutes(1));
    assertEquals(Bans.MOST, bans.all(NOW).size());
    assertTrue(bans.find(ONE, NOW).isPresent());
    assertTrue(bans.find(Address.inet(1), NOW).isEmpty(), "it would have ended first");
    assertTrue(bans.find(Address.inet(2), NOW).isPresent());
    extend(ONE, NOW, minutes(9999));
    assertTrue(bans.find(Address.inet(2), NOW).isPresent(), "no room is needed for one in force");
    Instant later = NOW.plusSeconds(1500);
    extend(SIX, later, minutes(1));
    assertTrue(bans.find(forever, later).isPresent());
    assertTrue(
        bans.find(Address.inet(501), later).isPresent(), "those that are over make room first");
  }

  // ---- networks

  private static Network network(String text) {
    return Network.parse(text).orElseThrow();
  }

  private void ban(String network, Optional<Duration> duration) {
    bans.set(network(network), NOW, duration, "by hand", Bans.BY_HAND);
  }

  private String found(String client, Instant at) {
    Address address = Address.parse(client).orElseThrow();
    return bans.find(address, at).map(ban -> ban.network().toString()).orElse("-");
  }

  @Test
  void aNetworkIsBannedUpToItsEdges() {
    ban("192.0.2.64/26", minutes(1));
    ban("2001:db8:7::/48", minutes(1));
    assertEquals("-", found("192.0.2.63", NOW));
    assertEquals("192.0.2.64/26", found("192.0.2.64", NOW));
    assertEquals("192.0.2.64/26", found("192.0.2.127", NOW));
    assertEquals("192.0.2.64/26", found("::ffff:192.0.2.127", NOW));
    assertEquals("-", found("192.0.2.128", NOW));
    assertEquals("-", found("192.0.2.64", NOW.plusSeconds(60)));
    assertEquals("-", found("2001:db8:6:ffff:ffff:ffff:ffff:ffff", NOW));
    assertEquals("2001:db8:7::/48", found("2001:db8:7::", NOW));
    assertEquals("2001:db8:7::/48", found("2001:db8:7:ffff:ffff:ffff:ffff:ffff", NOW));
    assertEquals("-", found("2001:db8:8::", NOW));
  }

  @Test
  void theNarrowestBanThatHoldsIsNamed() {
    ban("0.0.0.0/0", Optional.empty());
    ban("192.0.2.0/24", minutes(2));
    ban("192.0.2.1", minutes(1));
    assertEquals("192.0.2.1", found("192.0.2.1", NOW));
    assertEquals("192.0.2.0/24", found("192.0.2.2", NOW));
    assertEquals("192.0.2.0/24", found("192.0.2.1", NOW.plusSeconds(60)));
    assertEquals("0.0.0.0/0", found("192.0.2.1", NOW.plusSeconds(120)));
    assertEquals("-", found("::1", NOW), "everybody of the other family");
    ban("::/0", Optional.empty());
    assertEquals("::/0", found("::1", NOW));
    assertTrue(bans.lift(network("192.0.2.1"), NOW));
    assertEquals("192.0.2.0/24", found("192.0.2.1", NOW), "the ban of the network stays");
    assertFalse(bans.lift(network("192.0.2.0/25"), NOW), "exactly that network");
    assertTrue(bans.lift(network("192.0.2.0/24"), NOW));
    assertTrue(bans.lift(network("0.0.0.0/0"), NOW));
    assertEquals("-", found("192.0.2.1", NOW));
  }

  @Test
  void anAddressWithoutAScopeIsBannedOnEveryInterface() {
    ban("fe80::1", Optional.empty());
    ban("fe80::2%3", Optional.empty());
    ban("fe80:0:0:1::/64", Optional.empty());
    assertEquals("fe80::1", found("fe80::1%2", NOW));
    assertEquals("fe80::2%3", found("fe80::2%3", NOW));
    assertEquals("-", found("fe80::2%4", NOW));
    ban("fe80::3", minutes(1));
    ban("fe80::3%3", minutes(2));
    assertEquals("fe80::3%3", found("fe80::3%3", NOW.plusSeconds(60)), "that one still holds");
    assertEquals("fe80:0:0:1::/64", found("fe80:0:0:1::9%4", NOW));
  }

  @Test
  void aTouchBansTheClientThoughItsNetworkIsBanned() {
    ban("192.0.2.0/24", minutes(1));
    assertTrue(extend(ONE, NOW, minutes(60)).isNew());
    assertEquals("192.0.2.1", found("192.0.2.1", NOW.plusSeconds(90)));
  }

  @Test
  void touchesOfSensorsNeverEndABanByHand() {
    ban("198.51.100.0/24", minutes(1)); // ends before all others
    for (int i = 1; i <= Bans.MOST + 1; i++) {
      extend(Address.inet(i), NOW, minutes(10));
    }
    assertEquals("198.51.100.0/24", found("198.51.100.9", NOW));
    assertEquals(Bans.MOST + 1, bans.all(NOW).size());
  }

  @Test
  void aTouchMakesABanByHandLastLongerAndItStaysByHand() {
    ban("192.0.2.1", minutes(1));
    Ban longer = extend(ONE, NOW, minutes(2)).ban();
    assertEquals(Optional.of(NOW.plusSeconds(120)), longer.until());
    assertEquals("by hand", longer.rule());
    assertEquals(Bans.BY_HAND, longer.origin());
    for (int i = 1; i <= Bans.MOST + 1; i++) {
      extend(Address.inet(i), NOW, minutes(10));
    }
    assertEquals("192.0.2.1", found("192.0.2.1", NOW.plusSeconds(119)), "no touch ends it");
  }

  @Test
  void aBanByHandTakesNoPlaceOfTheSensors() {
    for (int i = 1; i <= Bans.MOST; i++) {
      extend(Address.inet(i), NOW, Optional.of(Duration.ofSeconds(1000L + i)));
    }
    ban("0.0.0.1", minutes(1)); // was banned by a sensor, whose place is free now
    extend(ONE, NOW, minutes(60));
    assertEquals(Bans.MOST + 1, bans.all(NOW).size());
    assertTrue(bans.find(Address.inet(2), NOW).isPresent(), "nobody had to go");
  }

  @Test
  void whatIsTakenOverStaysWithinTheLimit() {
    for (int i = 1; i <= Bans.MOST + 1; i++) {
      bans.restore(taken(Address.inet(i), 1));
    }
    assertEquals(Bans.MOST, bans.all(NOW).size());
    bans.restore(taken(Address.inet(5), 2));
    Ban replaced = bans.find(Address.inet(5), NOW).orElseThrow();
    assertEquals(Optional.of(NOW.plusSeconds(120)), replaced.until());
    assertEquals(Bans.MOST, bans.all(NOW).size());
  }

  private static Ban taken(Address address, long minutes) {
    Optional<Instant> until = minutes(minutes).map(NOW::plus);
    return new Ban(Network.of(address), NOW, until, "rule", ORIGIN);
  }

  @Test
  void aLiftAndAnEndAreWrittenToTheFile() throws IOException {
    try (Bans kept = new Bans(new BanFile(file(), 1), NOW)) {
      kept.set(Network.of(ONE), NOW, minutes(1), "rule", ORIGIN);
      kept.set(Network.of(SIX), NOW, Optional.empty(), "rule", ORIGIN);
    }
    try (Bans kept = new Bans(new BanFile(file(), 1), NOW)) {
      assertTrue(kept.lift(Network.of(SIX), NOW));
    }
    assertEquals(1, Files.readAllLines(file()).size());
    try (Bans kept = new Bans(new BanFile(file(), 1), NOW)) {
      assertEquals(1, kept.expire(NOW.plusSeconds(60)));
    }
    assertEquals(List.of(), Files.readAllLines(file()));
  }

  @Test
  void aHundredThousandBansSurviveInTheFile() {
    try (Bans kept = new Bans(new BanFile(file(), 1), NOW)) {
      for (int i = 0; i < 100_000; i++) {
        Network network = Network.around(Address.inet(i << 12), i % 2 == 0 ? 20 : 32);
        kept.set(network, NOW, Optional.empty(), "banned by an administrator", Bans.BY_HAND);
      }
    }
    try (Bans again = new Bans(new BanFile(file(), 1), NOW)) {
      assertEquals(100_000, again.all(NOW).size());
      assertTrue(again.find(Address.inet((2 << 12) + 5), NOW).isPresent());
      assertTrue(again.find(Address.inet((3 << 12) + 5), NOW).isEmpty());
    }
  }

  // ---- the file

  private Path file() {
    return folder.resolve("bans");
  }

  @Test
  void bansSurviveInTheFile() throws IOException {
    try (Bans kept = new Bans(new BanFile(file(), 1), NOW)) {
      kept.set(Network.of(ONE), NOW, minutes(1), "deny_time = 1\tof\ntrap", ORIGIN);
      kept.set(network("2001:db8::/48"), NOW, Optional.empty(), "by hand", Origin.NONE);
      kept.set(Network.of(Address.inet(9)), NOW, minutes(1), "gone", ORIGIN);
      kept.lift(Network.of(Address.inet(9)), NOW);
    }
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(file())),
        "nobody else reads or writes it");
    try (Bans again = new Bans(new BanFile(file(), 1), NOW.plusSeconds(59))) {
      assertEquals(
          List.of(
              new Ban(
                  Network.of(ONE),
                  NOW,
                  Optional.of(NOW.plusSeconds(60)),
                  "deny_time = 1 of trap",
                  ORIGIN),
              new Ban(network("2001:db8::/48"), NOW, Optional.empty(), "by hand", Origin.NONE)),
          again.all(NOW));
    }
    try (Bans later = new Bans(new BanFile(file(), 1), NOW.plusSeconds(60))) {
      assertEquals(1, later.all(NOW).size(), "what is over is not taken up again");
    }
  }

  @Test
  void aFileThatIsDamagedCostsTheLinesThatAre() throws IOException {
    Files.writeString(
        file(),
        """
        192.0.2.1\t2026-11-23T12:00:00Z\tforever\t/etc/x:1\trule
        nonsense
        192.0.2.300\t2026-11-23T12:00:00Z\tforever\t/etc/x:1\trule
        192.0.2.2\tyesterday\tforever\t/etc/x:1\trule
        192.0.2.3\t2026-11-23T12:00:00Z\tsoon\t/etc/x:1\trule
        192.0.2.4\t2026-11-23T12:00:00Z\t2026-11-23T12:01:00Z\t/etc/x:1\trule
        192.0.2.7/24\t2026-11-23T12:00:00Z\tforever\t/etc/x:1\trule
        198.51.100.0/24\t2026-11-23T12:00:00Z\tforever\tcommand ban\tby hand
        2001:db8::/129\t2026-11-23T12:00:00Z\tforever\tcommand ban\tby hand
        """);
    try (Bans kept = new Bans(new BanFile(file(), 1), NOW)) {
      assertEquals(
          List.of("192.0.2.1", "192.0.2.4", "198.51.100.0/24"),
          kept.all(NOW).stream().map(b -> b.network().toString()).toList());
    }
  }

  @Test
  void aLinkIsNotFollowed() throws IOException {
    Path other = Files.writeString(folder.resolve("other"), "precious");
    Files.createSymbolicLink(file(), other);
    try (Bans kept = new Bans(new BanFile(file(), 1), NOW)) {
      kept.set(Network.of(ONE), NOW, minutes(1), "rule", ORIGIN);
    }
    assertEquals("precious", Files.readString(other));
    assertFalse(Files.isSymbolicLink(file()));
  }

  @Test
  void withoutAFolderBansHoldAllTheSame() {
    try (Bans kept = new Bans(new BanFile(folder.resolve("no/such/bans"), 1), NOW)) {
      kept.set(Network.of(ONE), NOW, minutes(1), "rule", ORIGIN);
      assertTrue(kept.find(ONE, NOW).isPresent());
    }
  }
}
