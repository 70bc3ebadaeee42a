package org.jxinetd.engine.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.jxinetd.api.access.Ban;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.Mode;
import org.jxinetd.api.access.Phase;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.Flag;
import org.jxinetd.api.service.Network;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.engine.flow.Slots;
import org.jxinetd.engine.flow.Specs;
import org.jxinetd.host.Bans;

class SensorTest {

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private final Bans bans = new Bans();

  private static ServiceSpec trap(String... denyTime) {
    ServiceSpec.Builder trap = Specs.service("trap").flag(Flag.SENSOR);
    return (denyTime.length == 0 ? trap : trap.attribute("deny_time", denyTime)).build();
  }

  private static Request at(ServiceSpec service, Instant when) {
    Endpoint peer = new Endpoint(Address.parse("192.0.2.7").orElseThrow(), 4000);
    return new Request(service, Optional.of(peer), Optional.empty(), when);
  }

  private Verdict touch(ServiceSpec trap, Instant when, Mode mode) throws ConfigException {
    Sensor sensor = Sensor.of(trap, bans).orElseThrow();
    assertEquals(Phase.SENSOR, sensor.phase());
    Verdict verdict = sensor.check(at(trap, when), mode, new Slots());
    assertEquals(Reason.ADDRESS, assertInstanceOf(Verdict.Refuse.class, verdict).why());
    return verdict;
  }

  private Optional<Instant> bannedUntil(Instant now) {
    List<Ban> all = bans.all(now);
    assertEquals(1, all.size());
    return all.getFirst().until();
  }

  @Test
  void aServiceWithoutTheFlagIsNoTrap() throws ConfigException {
    assertEquals(Optional.empty(), Sensor.of(Specs.service("s").build(), bans));
  }

  @Test
  void aTouchBansAndAnotherOneMakesTheBanLast() throws ConfigException {
    ServiceSpec trap = trap("10");
    Evidence evidence = touch(trap, NOW, Mode.DECIDE).evidence();
    assertEquals("flags = SENSOR, deny_time = 10 of service trap", evidence.rule());
    assertEquals("whoever comes here is banned from every service", evidence.detail());
    assertEquals(Optional.of(NOW.plusSeconds(600)), bannedUntil(NOW));
    touch(trap, NOW.plusSeconds(300), Mode.DECIDE);
    assertEquals(Optional.of(NOW.plusSeconds(900)), bannedUntil(NOW));
    assertEquals(NOW, bans.all(NOW).getFirst().since());
    assertEquals(evidence.rule(), bans.all(NOW).getFirst().rule());
  }

  @Test
  void anExplanationBansNobody() throws ConfigException {
    touch(trap("FOREVER"), NOW, Mode.DRY_RUN);
    assertTrue(bans.isEmpty());
  }

  @Test
  void foreverHasNoEnd() throws ConfigException {
    touch(trap("forever"), NOW, Mode.DECIDE);
    assertEquals(Optional.empty(), bannedUntil(NOW.plus(Duration.ofDays(9999))));
  }

  @Test
  void neverAndZeroAndNothingRefuseWithoutABan() throws ConfigException {
    for (ServiceSpec trap : List.of(trap("never"), trap("0"), trap())) {
      assertEquals("serves nobody", touch(trap, NOW, Mode.DECIDE).evidence().detail());
    }
    assertTrue(bans.isEmpty());
  }

  @Test
  void aClientThatIsNotKnownIsRefusedWithoutABan() throws ConfigException {
    ServiceSpec trap = trap("5");
    Request unknown = new Request(trap, Optional.empty(), Optional.empty(), NOW);
    Verdict verdict = Sensor.of(trap, bans).orElseThrow().check(unknown, Mode.DECIDE, new Slots());
    assertInstanceOf(Verdict.Refuse.class, verdict);
    assertTrue(bans.isEmpty());
  }

  @Test
  void whatIsNoTimeStopsTheService() {
    assertThrows(ConfigException.class, () -> Sensor.of(trap("soon"), bans));
    assertThrows(ConfigException.class, () -> Sensor.of(trap("-1"), bans));
  }

  @Test
  void theBannedAreKeptOutOfOtherServicesUntilTheBanEnds() throws ConfigException {
    touch(trap("10"), NOW, Mode.DECIDE);
    ServiceSpec other = Specs.service("other").build();
    BanCheck check = new BanCheck(bans);
    assertEquals(Phase.SENSOR, check.phase());
    Verdict no = check.check(at(other, NOW.plusSeconds(599)), Mode.DECIDE, new Slots());
    assertEquals(Reason.ADDRESS, assertInstanceOf(Verdict.Refuse.class, no).why());
    assertEquals("192.0.2.7 is banned until 2026-11-23T12:10:00Z", no.evidence().detail());
    assertEquals("/etc/xinetd.d/trap:1", no.evidence().origin().toString());
    Verdict yes = check.check(at(other, NOW.plusSeconds(600)), Mode.DECIDE, new Slots());
    assertEquals("not banned", assertInstanceOf(Verdict.Pass.class, yes).evidence().detail());
    Request unknown = new Request(other, Optional.empty(), Optional.empty(), NOW);
    assertInstanceOf(Verdict.Pass.class, check.check(unknown, Mode.DECIDE, new Slots()));
    bans.set(Network.of(Address.inet(0xc0000207)), NOW, Optional.empty(), "r", other.origin());
    assertEquals(
        "192.0.2.7 is banned for ever",
        check.check(at(other, NOW), Mode.DECIDE, new Slots()).evidence().detail());
  }

  @Test
  void theBannedNetworkAndItsEndAreTold() {
    Network network = Network.parse("192.0.2.0/24").orElseThrow();
    bans.set(network, NOW, Optional.of(Duration.ofMinutes(1)), "by hand", Bans.BY_HAND);
    ServiceSpec service = Specs.service("s").build();
    Verdict no = new BanCheck(bans).check(at(service, NOW), Mode.DECIDE, new Slots());
    assertEquals(
        "192.0.2.7 is in 192.0.2.0/24, which is banned until 2026-11-23T12:01:00Z",
        no.evidence().detail());
    assertEquals("by hand", no.evidence().rule());
    assertEquals("command ban", no.evidence().origin().toString());
  }
}
