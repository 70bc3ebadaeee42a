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
    Ban shorter = bans.set(ONE, NOW, minutes(1), "by hand", Origin.NONE);
    assertEquals(Optional.of(NOW.plusSeconds(60)), shorter.until());
    assertTrue(bans.lift(ONE, NOW));
    assertFalse(bans.lift(ONE, NOW));
    assertTrue(bans.isEmpty());
    extend(ONE, NOW, minutes(1));
    assertFalse(bans.lift(ONE, NOW.plusSeconds(60)), "it was over");
  }

  @Test
  void ipv4IsTheSameClientOnAnIpv6Socket() {
    extend(Address.parse("::ffff:192.0.2.1").orElseThrow(), NOW, minutes(1));
    assertEquals(ONE, bans.find(ONE, NOW).orElseThrow().address());
    assertTrue(bans.lift(Address.parse("::ffff:192.0.2.1").orElseThrow(), NOW));
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
        bans.all(NOW).stream().map(b -> b.address().toString()).toList());
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

  // ---- the file

  private Path file() {
    return folder.resolve("bans");
  }

  @Test
  void bansSurviveInTheFile() throws IOException {
    try (Bans kept = new Bans(new BanFile(file(), 1), NOW)) {
      kept.set(ONE, NOW, minutes(1), "deny_time = 1\tof\ntrap", ORIGIN);
      kept.set(SIX, NOW, Optional.empty(), "by hand", Origin.NONE);
      kept.set(Address.inet(9), NOW, minutes(1), "gone", ORIGIN);
      kept.lift(Address.inet(9), NOW);
    }
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(file())),
        "nobody else reads or writes it");
    try (Bans again = new Bans(new BanFile(file(), 1), NOW.plusSeconds(59))) {
      assertEquals(
          List.of(
              new Ban(ONE, NOW, Optional.of(NOW.plusSeconds(60)), "deny_time = 1 of trap", ORIGIN),
              new Ban(SIX, NOW, Optional.empty(), "by hand", Origin.NONE)),
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
        """);
    try (Bans kept = new Bans(new BanFile(file(), 1), NOW)) {
      assertEquals(
          List.of("192.0.2.1", "192.0.2.4"),
          kept.all(NOW).stream().map(b -> b.address().toString()).toList());
    }
  }

  @Test
  void aLinkIsNotFollowed() throws IOException {
    Path other = Files.writeString(folder.resolve("other"), "precious");
    Files.createSymbolicLink(file(), other);
    try (Bans kept = new Bans(new BanFile(file(), 1), NOW)) {
      kept.set(ONE, NOW, minutes(1), "rule", ORIGIN);
    }
    assertEquals("precious", Files.readString(other));
    assertFalse(Files.isSymbolicLink(file()));
  }

  @Test
  void withoutAFolderBansHoldAllTheSame() {
    try (Bans kept = new Bans(new BanFile(folder.resolve("no/such/bans"), 1), NOW)) {
      kept.set(ONE, NOW, minutes(1), "rule", ORIGIN);
      assertTrue(kept.find(ONE, NOW).isPresent());
    }
  }
}
