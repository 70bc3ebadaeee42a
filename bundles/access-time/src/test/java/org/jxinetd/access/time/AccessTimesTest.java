package org.jxinetd.access.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.jxinetd.api.access.AccessRule;
import org.jxinetd.api.access.Mode;
import org.jxinetd.api.access.Phase;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.Token;

class AccessTimesTest {

  private static final String MACHINE_ZONE = "America/New_York";

  private final AccessTimes provider = new AccessTimes(() -> ZoneId.of(MACHINE_ZONE));

  private static ServiceSpec.Builder service() {
    return ServiceSpec.builder("org.jxinetd.service~ftp", "ftp")
        .origin(Origin.of("/etc/xinetd.d/ftp", 1));
  }

  private static ServiceSpec inUtc(String... ranges) {
    return service().attribute("access_times", ranges).attribute("access_zone", "UTC").build();
  }

  private static ServiceSpec in(String zone, String... ranges) {
    return service().attribute("access_times", ranges).attribute("access_zone", zone).build();
  }

  private Verdict at(ServiceSpec service, String instant) throws ConfigException {
    AccessRule rule = provider.compile(service);
    Request request =
        new Request(service, Optional.empty(), Optional.empty(), Instant.parse(instant));
    Verdict verdict = rule.decide(request, Mode.DECIDE);
    assertEquals(verdict, rule.decide(request, Mode.DRY_RUN));
    return verdict;
  }

  private boolean open(ServiceSpec service, String instant) throws ConfigException {
    return at(service, instant) instanceof Verdict.Pass;
  }

  @Test
  void standsBetweenLoadAndInstances() {
    assertEquals(Phase.ACCESS_TIMES, provider.phase());
  }

  @Test
  void bothBoundsBelongToTheRangeToTheMinute() throws ConfigException {
    ServiceSpec service = inUtc("8:00-9:00");
    assertFalse(open(service, "2026-11-23T07:59:59Z"));
    assertTrue(open(service, "2026-11-23T08:00:00Z"));
    assertTrue(open(service, "2026-11-23T09:00:59Z"));
    assertFalse(open(service, "2026-11-23T09:01:00Z"));
  }

  @Test
  void oneOfSeveralRangesIsEnough() throws ConfigException {
    ServiceSpec service = inUtc("8:00-12:00", "13:00-17:00");
    assertTrue(open(service, "2026-11-23T12:00:30Z"));
    assertFalse(open(service, "2026-11-23T12:30:00Z"));
    assertTrue(open(service, "2026-11-23T13:00:00Z"));
  }

  @Test
  void aRangeMayPassMidnight() throws ConfigException {
    ServiceSpec service = inUtc("22:00-6:00");
    assertFalse(open(service, "2026-11-23T21:59:59Z"));
    assertTrue(open(service, "2026-11-23T22:00:00Z"));
    assertTrue(open(service, "2026-11-24T00:00:00Z"));
    assertTrue(open(service, "2026-11-24T06:00:59Z"));
    assertFalse(open(service, "2026-11-24T06:01:00Z"));
  }

  @Test
  void daysSayWhenARangeBegins() throws ConfigException {
    ServiceSpec service = inUtc("mon-fri:22:00-6:00"); // 2026-11-27 is a Friday
    assertTrue(open(service, "2026-11-27T23:00:00Z"));
    assertTrue(open(service, "2026-11-28T05:00:00Z"));
    assertFalse(open(service, "2026-11-28T23:00:00Z"));
    assertFalse(open(service, "2026-11-30T05:00:00Z")); // began on Sunday
    assertTrue(open(service, "2026-11-30T22:00:00Z"));
  }

  @Test
  void daysKeepTheWeekendClosed() throws ConfigException {
    ServiceSpec service = inUtc("mon-fri:9:00-17:00", "sat:10:00-12:00");
    assertTrue(open(service, "2026-11-27T09:00:00Z"));
    assertFalse(open(service, "2026-11-28T09:00:00Z"));
    assertTrue(open(service, "2026-11-28T10:00:00Z"));
    assertFalse(open(service, "2026-11-29T10:00:00Z"));
  }

  @Test
  void theDayIsTheDayOfTheZone() throws ConfigException {
    ServiceSpec service = in("Asia/Tokyo", "sat:0:00-23:59");
    assertTrue(open(service, "2026-11-27T15:00:00Z")); // Saturday 00:00 there
    assertFalse(open(service, "2026-11-28T15:00:00Z"));
  }

  @Test
  void theMachinesZoneCountsWithoutAccessZone() throws ConfigException {
    ServiceSpec service = service().attribute("access_times", "8:00-9:00").build();
    assertTrue(open(service, "2026-11-23T13:00:00Z"));
    assertFalse(open(service, "2026-11-23T08:30:00Z"));
  }

  @Test
  void anOffsetIsAZone() throws ConfigException {
    assertTrue(open(in("+02:00", "8:00-9:00"), "2026-11-23T06:00:00Z"));
    assertFalse(open(in("+02:00", "8:00-9:00"), "2026-11-23T08:00:00Z"));
  }

  @Test
  void anHourSkippedInSpringIsOpenToNobody() throws ConfigException {
    ServiceSpec service = in("Europe/Berlin", "2:00-2:59"); // 2026-03-29: 02:00 becomes 03:00
    assertTrue(open(service, "2026-03-28T01:30:00Z"));
    for (int minute = 0; minute < 24 * 60; minute++) {
      Instant at = Instant.parse("2026-03-28T23:00:00Z").plusSeconds(60L * minute);
      boolean thatDay = at.isBefore(Instant.parse("2026-03-29T22:00:00Z"));
      assertFalse(thatDay && open(service, at.toString()), at.toString());
    }
  }

  @Test
  void theRangeAfterASkippedHourKeepsItsWallClock() throws ConfigException {
    ServiceSpec service = in("Europe/Berlin", "8:00-9:00");
    assertTrue(open(service, "2026-03-28T07:00:00Z")); // winter: UTC+1
    assertFalse(open(service, "2026-03-28T06:30:00Z"));
    assertTrue(open(service, "2026-03-29T06:00:00Z")); // summer: UTC+2
    assertFalse(open(service, "2026-03-29T07:30:00Z"));
  }

  @Test
  void anHourLivedTwiceInAutumnCountsBothTimes() throws ConfigException {
    ServiceSpec service = in("Europe/Berlin", "2:15-2:45"); // 2026-10-25: 03:00 becomes 02:00
    assertTrue(open(service, "2026-10-25T00:30:00Z"));
    assertFalse(open(service, "2026-10-25T00:50:00Z"));
    assertTrue(open(service, "2026-10-25T01:30:00Z"));
    assertFalse(open(service, "2026-10-25T02:30:00Z"));
  }

  @Test
  void evidenceNamesTheRangeThatHolds() throws ConfigException {
    Attribute times =
        new Attribute(
            "access_times",
            List.of(
                new Token("8:00-9:00", Origin.of("/etc/xinetd.d/ftp", 4)),
                new Token("mon-fri:13:00-17:00", Origin.of("/etc/xinetd.d/ftp", 5))),
            Origin.of("/etc/xinetd.d/ftp", 5));
    ServiceSpec service = service().attribute(times).attribute("access_zone", "UTC").build();
    Verdict pass = at(service, "2026-11-23T13:30:00Z");
    assertEquals("access_times = mon-fri:13:00-17:00", pass.evidence().rule());
    assertEquals(5, pass.evidence().origin().line());
    assertEquals("Mon 13:30 in UTC", pass.evidence().detail());
    assertEquals(4, at(service, "2026-11-23T08:30:00Z").evidence().origin().line());
  }

  @Test
  void aRefusalNamesAllRangesAndTheTimeThatCounted() throws ConfigException {
    Verdict.Refuse refuse =
        assertInstanceOf(
            Verdict.Refuse.class,
            at(in("Europe/Berlin", "8:00-9:00", "10:00-11:00"), "2026-11-23T20:00:00Z"));
    assertEquals(Reason.TIME, refuse.why());
    assertEquals("access_times = 8:00-9:00 10:00-11:00", refuse.evidence().rule());
    assertEquals("Mon 21:00 in Europe/Berlin", refuse.evidence().detail());
  }

  @Test
  void allMistakesAreReportedAtOnceWithTheirConsequence() {
    ConfigException thrown =
        assertThrows(
            ConfigException.class,
            () -> provider.compile(in("Mars/Olympus", "8:00-9:00", "25:00-26:00", "soon")));
    List<String> said = thrown.problems().stream().map(Problem::toString).toList();
    assertEquals(3, said.size());
    assertEquals(
        "/etc/xinetd.d/ftp:1: access_zone: 'Mars/Olympus' is no time zone;"
            + " service ftp not started",
        said.get(0));
    assertTrue(said.get(1).contains("25 is not an hour"), said.get(1));
    assertTrue(said.get(2).contains("bad access time: soon"), said.get(2));
  }

  @Test
  void noRangeAtAllStopsTheService() {
    assertThrows(ConfigException.class, () -> provider.compile(inUtc()));
  }

  @Test
  void aZoneOfSeveralWordsIsNone() {
    ServiceSpec service =
        service()
            .attribute("access_times", "8:00-9:00")
            .attribute("access_zone", "Europe/Berlin", "UTC")
            .build();
    assertThrows(ConfigException.class, () -> provider.compile(service));
  }

  @Test
  void aZoneAloneClosesNothing() throws ConfigException {
    ServiceSpec service = service().attribute("access_zone", ZoneOffset.UTC.getId()).build();
    assertTrue(open(service, "2026-11-23T03:00:00Z"));
  }
}
