package org.jxinetd.engine.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.Mode;
import org.jxinetd.api.access.Phase;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.engine.flow.Check;
import org.jxinetd.engine.flow.Rate;
import org.jxinetd.engine.flow.Slots;
import org.jxinetd.engine.flow.Specs;
import org.jxinetd.host.Account;
import org.jxinetd.host.Ledger;

class LimitsTest {

  private static final Request CLIENT = Specs.from(Specs.service("s").build(), "192.0.2.1");
  private final Ledger ledger = new Ledger();
  private final Account account = ledger.account("s");
  private final AtomicLong nanos = new AtomicLong();

  private static ServiceSpec with(String attribute, String... words) {
    return Specs.service("s").attribute(attribute, words).build();
  }

  @Test
  void instancesAreTakenUpToTheLimitAndGivenBack() throws ConfigException {
    ServiceSpec service = with("instances", "2");
    Instances limit = Instances.of(service, account);
    Slots slots = new Slots();
    assertInstanceOf(Verdict.Pass.class, check(limit, service, slots));
    assertInstanceOf(Verdict.Pass.class, check(limit, service, slots));
    Verdict third = check(limit, service, slots);
    assertEquals(Reason.SERVICE_LIMIT, assertInstanceOf(Verdict.Refuse.class, third).why());
    slots.close();
    assertEquals(0, account.running());
    assertInstanceOf(Verdict.Pass.class, check(limit, service, new Slots()));
  }

  private static Verdict check(Check check, ServiceSpec service, Slots slots) {
    return check.check(Specs.from(service, "192.0.2.1"), Mode.DECIDE, slots);
  }

  @Test
  void noInstancesMeansNobody() throws ConfigException {
    ServiceSpec service = with("instances", "0");
    assertInstanceOf(
        Verdict.Refuse.class, check(Instances.of(service, account), service, new Slots()));
  }

  @Test
  void aDryRunTakesNoPlace() throws ConfigException {
    ServiceSpec service = with("instances", "1");
    Instances limit = Instances.of(service, account);
    limit.check(Specs.from(service, "192.0.2.1"), Mode.DRY_RUN, new Slots());
    assertEquals(0, account.running());
  }

  @Test
  void perSourceCountsEachAddressByItself() throws ConfigException {
    ServiceSpec service = with("per_source", "1");
    PerSource limit = PerSource.of(service, account).orElseThrow();
    Slots slots = new Slots();
    assertInstanceOf(
        Verdict.Pass.class, limit.check(Specs.from(service, "192.0.2.1"), Mode.DECIDE, slots));
    assertInstanceOf(
        Verdict.Refuse.class, limit.check(Specs.from(service, "192.0.2.1"), Mode.DECIDE, slots));
    assertInstanceOf(
        Verdict.Pass.class, limit.check(Specs.from(service, "192.0.2.2"), Mode.DECIDE, slots));
    slots.close();
    assertInstanceOf(
        Verdict.Pass.class,
        limit.check(Specs.from(service, "192.0.2.1"), Mode.DECIDE, new Slots()));
  }

  @Test
  void unlimitedIsNoLimit() throws ConfigException {
    assertTrue(PerSource.of(with("per_source", "UNLIMITED"), account).isEmpty());
    assertTrue(PerSource.of(Specs.service("s").build(), account).isEmpty());
  }

  @Test
  void aLimitThatIsNoNumberStopsTheService() {
    assertThrows(ConfigException.class, () -> Instances.of(with("instances", "-1"), account));
    assertThrows(ConfigException.class, () -> Instances.of(with("instances", "many"), account));
    assertThrows(ConfigException.class, () -> PerSource.of(with("per_source", "1x"), account));
    assertThrows(ConfigException.class, () -> RateLimit.of(with("cps", "5"), account, nanos::get));
    assertThrows(
        ConfigException.class, () -> RateLimit.of(with("cps", "-5", "1"), account, nanos::get));
  }

  @Test
  void theProcessLimitCountsAllServices() {
    ServiceSpec service = Specs.service("s").build();
    ProcessLimit limit = new ProcessLimit(1, ledger);
    Slots slots = new Slots();
    assertInstanceOf(Verdict.Pass.class, check(limit, service, slots));
    Verdict second = check(limit, Specs.service("other").build(), slots);
    assertEquals(Reason.PROCESS_LIMIT, assertInstanceOf(Verdict.Refuse.class, second).why());
    slots.close();
    assertEquals(0, ledger.places());
  }

  @Test
  void moreThanTheRateWithinOneSecondIsOneTooMany() throws ConfigException {
    Rate rate = RateLimit.of(with("cps", "3", "7"), account, nanos::get).orElseThrow();
    for (int i = 0; i < 3; i++) {
      assertTrue(rate.charge(CLIENT));
    }
    assertTrue(rate.isFull(CLIENT));
    assertFalse(rate.charge(CLIENT));
    Verdict.Suspend suspend = assertInstanceOf(Verdict.Suspend.class, rate.excess(CLIENT));
    assertEquals(Duration.ofSeconds(7), suspend.pause());
    assertEquals(Reason.CPS, suspend.why());
  }

  @Test
  void theWindowSlidesByOneSecond() throws ConfigException {
    Rate rate = RateLimit.of(with("cps", "2", "1"), account, nanos::get).orElseThrow();
    assertTrue(rate.charge(CLIENT));
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(600));
    assertTrue(rate.charge(CLIENT));
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(399));
    assertFalse(rate.charge(CLIENT));
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
    assertTrue(rate.charge(CLIENT));
    assertFalse(rate.charge(CLIENT));
  }

  @Test
  void aNewWindowBeginsAfterAPause() throws ConfigException {
    Rate rate = RateLimit.of(with("cps", "20", "1"), account, nanos::get).orElseThrow();
    for (int i = 0; i < 20; i++) {
      assertTrue(rate.charge(CLIENT));
    }
    account.resetRate();
    for (int i = 0; i < 20; i++) {
      assertTrue(rate.charge(CLIENT), "connection " + i + " after the pause");
    }
    assertFalse(rate.charge(CLIENT));
  }

  @Test
  void fiftyConnectionsASecondAreTheDefaultAndZeroIsNoLimit() throws ConfigException {
    Rate rate = RateLimit.of(Specs.service("s").build(), account, nanos::get).orElseThrow();
    for (int i = 0; i < 50; i++) {
      assertTrue(rate.charge(CLIENT));
    }
    assertFalse(rate.charge(CLIENT));
    assertTrue(RateLimit.of(with("cps", "0", "5"), account, nanos::get).isEmpty());
  }

  private static void assertPhase(Phase phase, Check check) {
    assertEquals(phase, check.phase());
  }

  @Test
  void eachLimitStandsInItsPlace() throws ConfigException {
    assertPhase(Phase.INSTANCES, Instances.of(Specs.service("s").build(), account));
    assertPhase(Phase.PER_SOURCE, PerSource.of(with("per_source", "1"), account).orElseThrow());
    assertPhase(Phase.PROCESS_LIMIT, new ProcessLimit(1, ledger));
  }

  private static Evidence said(Check check, ServiceSpec service, Mode mode) {
    return check.check(Specs.from(service, "192.0.2.1"), mode, new Slots()).evidence();
  }

  @Test
  void theEvidenceTellsTheStateThatCounted() throws ConfigException {
    ServiceSpec service = with("instances", "2");
    Instances instances = Instances.of(service, account);
    assertEquals("0 of 2 instances", said(instances, service, Mode.DECIDE).detail());
    assertEquals("1 of 2 instances", said(instances, service, Mode.DRY_RUN).detail());
    assertEquals("instances = 2", said(instances, service, Mode.DRY_RUN).rule());
    Instances open = Instances.of(Specs.service("s").build(), account);
    assertEquals("1 instances", said(open, service, Mode.DRY_RUN).detail());
    assertEquals("instances = UNLIMITED", said(open, service, Mode.DRY_RUN).rule());
    ServiceSpec networks = with("per_source", "2", "/24", "/64");
    PerSource source = PerSource.of(networks, account).orElseThrow();
    assertEquals("0 of 2 from 192.0.2.0/24", said(source, networks, Mode.DECIDE).detail());
    assertEquals("1 of 2 from 192.0.2.0/24", said(source, networks, Mode.DRY_RUN).detail());
    assertEquals("per_source = 2 /24 /64", said(source, networks, Mode.DRY_RUN).rule());
    ProcessLimit process = new ProcessLimit(7, ledger);
    assertEquals("0 of 7 servers", said(process, service, Mode.DECIDE).detail());
    assertEquals("-limit 7", said(process, service, Mode.DRY_RUN).rule());
    ProcessLimit none = new ProcessLimit(Integer.MAX_VALUE, ledger);
    assertEquals("1 servers", said(none, service, Mode.DRY_RUN).detail());
    assertEquals("-limit is not given", said(none, service, Mode.DRY_RUN).rule());
  }

  @Test
  void aDryRunSaysWhatADecisionWouldAndTakesNothing() throws ConfigException {
    ServiceSpec service = with("per_source", "1");
    Request client = Specs.from(service, "192.0.2.1");
    PerSource source = PerSource.of(service, account).orElseThrow();
    ProcessLimit process = new ProcessLimit(1, ledger);
    Instances instances = Instances.of(with("instances", "1"), account);
    for (Check check : List.of(source, process, instances)) {
      assertInstanceOf(Verdict.Pass.class, check.check(client, Mode.DRY_RUN, new Slots()));
      assertInstanceOf(Verdict.Pass.class, check.check(client, Mode.DECIDE, new Slots()));
      assertInstanceOf(Verdict.Refuse.class, check.check(client, Mode.DRY_RUN, new Slots()));
    }
    assertEquals(1, account.running());
    assertEquals(1, ledger.places());
  }

  @Test
  void aNetworkIsOneSource() throws ConfigException {
    ServiceSpec service = with("per_source", "1", "/24", "/64");
    PerSource limit = PerSource.of(service, account).orElseThrow();
    assertTrue(passes(limit, service, "192.0.2.1"));
    assertFalse(passes(limit, service, "192.0.2.254"));
    assertTrue(passes(limit, service, "192.0.3.1"));
    assertFalse(passes(limit, service, "::ffff:192.0.3.9"), "the same client on an IPv6 socket");
    assertTrue(passes(limit, service, "2001:db8::1"));
    assertFalse(passes(limit, service, "2001:db8::ffff:ffff:ffff:ffff"));
    assertTrue(passes(limit, service, "2001:db8:0:1::1"));
  }

  private static boolean passes(PerSource limit, ServiceSpec service, String client) {
    return limit.check(Specs.from(service, client), Mode.DECIDE, new Slots())
        instanceof Verdict.Pass;
  }

  @Test
  void onePrefixLengthAloneIsThatOfIpv4() throws ConfigException {
    SourceBits bits = SourceBits.of(with("per_source", "1", "/8"));
    assertEquals(new SourceBits(8, 128), bits);
    assertEquals("10.0.0.0/8", bits.text(Address.parse("10.1.2.3").orElseThrow()));
    assertEquals("2001:db8::1", bits.text(Address.parse("2001:db8::1").orElseThrow()));
    SourceBits both = SourceBits.of(with("per_source", "1", "/0", "/0"));
    assertEquals(new SourceBits(0, 0), both);
    assertEquals("::/0", both.text(Address.parse("2001:db8::1").orElseThrow()));
    assertEquals("0.0.0.0/0", both.text(Address.parse("10.1.2.3").orElseThrow()));
    assertEquals(new SourceBits(32, 128), SourceBits.of(with("per_source", "1", "/32", "/128")));
    assertEquals(SourceBits.SINGLE, SourceBits.of(Specs.service("s").build()));
  }

  @Test
  void prefixLengthsThatCannotBeStopTheService() {
    for (String[] words :
        List.of(
            new String[] {"1", "/33"},
            new String[] {"1", "24"},
            new String[] {"1", "/-1"},
            new String[] {"1", "/24", "/129"},
            new String[] {"1", "/24", "/64", "/8"},
            new String[] {})) {
      assertThrows(
          ConfigException.class,
          () -> PerSource.of(with("per_source", words), account),
          String.join(" ", words));
    }
  }

  @Test
  void aClientThatIsNotKnownIsNoSource() throws ConfigException {
    ServiceSpec service = with("per_source", "0");
    Request unknown = new Request(service, Optional.empty(), Optional.empty(), Instant.EPOCH);
    Verdict verdict =
        PerSource.of(service, account).orElseThrow().check(unknown, Mode.DECIDE, new Slots());
    assertInstanceOf(Verdict.Pass.class, verdict);
    assertEquals("the client is not known yet", verdict.evidence().detail());
  }

  private ServiceSpec cps(String action, String... words) {
    return Specs.service("s").attribute("cps", words).attribute("cps_action", action).build();
  }

  @Test
  void refuseRefusesOneByOne() throws ConfigException {
    Rate rate = RateLimit.of(cps("Refuse", "1", "60"), account, nanos::get).orElseThrow();
    assertTrue(rate.charge(CLIENT));
    assertTrue(rate.isFull(CLIENT));
    Verdict.Refuse excess = assertInstanceOf(Verdict.Refuse.class, rate.excess(CLIENT));
    assertEquals(Reason.CPS, excess.why());
    assertEquals("cps = 1 60 refuse", excess.evidence().rule());
    assertEquals("more than 1 connections within a second", excess.evidence().detail());
    assertFalse(rate.chargesStrangers());
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
    assertFalse(rate.isFull(CLIENT));
  }

  @Test
  void roomTellsHowMuchIsUsed() throws ConfigException {
    Rate rate = RateLimit.of(with("cps", "9", "1"), account, nanos::get).orElseThrow();
    rate.charge(CLIENT);
    Verdict room = assertInstanceOf(Verdict.Pass.class, rate.room(CLIENT));
    assertEquals("cps = 9 1", room.evidence().rule());
    assertEquals("1 of 9 connections within the last second", room.evidence().detail());
    assertFalse(rate.chargesStrangers());
  }

  @Test
  void anActionThatIsNoneStopsTheService() {
    assertThrows(
        ConfigException.class, () -> RateLimit.of(cps("explode", "1", "1"), account, nanos::get));
  }

  @Test
  void perSourceSlowsTheOffenderAndNobodyElse() throws ConfigException {
    ServiceSpec service = cps("per_source", "3", "10");
    Rate rate = RateLimit.of(service, account, nanos::get).orElseThrow();
    Request offender = Specs.from(service, "192.0.2.66");
    assertTrue(rate.chargesStrangers());
    for (int i = 0; i < 3; i++) {
      assertFalse(rate.isFull(offender));
      assertEquals(
          i + " of 3 connections within the last second from 192.0.2.66",
          rate.room(offender).evidence().detail());
      assertTrue(rate.charge(offender));
    }
    assertTrue(rate.isFull(offender));
    assertFalse(rate.charge(offender), "it rests from now on");
    Verdict excess = rate.excess(offender);
    assertEquals(Reason.CPS, assertInstanceOf(Verdict.Refuse.class, excess).why());
    assertEquals(
        "more than 3 connections within a second from 192.0.2.66", excess.evidence().detail());
    assertEquals("cps = 3 10 per_source", excess.evidence().rule());
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(9999));
    assertTrue(rate.isFull(offender), "for ten seconds, not for one");
    assertFalse(rate.charge(offender));
    assertTrue(rate.charge(Specs.from(service, "192.0.2.1")), "the others do not notice");
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(1));
    assertFalse(rate.isFull(offender));
    for (int i = 0; i < 3; i++) {
      assertTrue(rate.charge(offender), "it starts afresh");
    }
    assertFalse(rate.charge(offender));
  }

  @Test
  void withoutARestOnlyTheExcessIsRefused() throws ConfigException {
    ServiceSpec service = cps("per_source", "1", "0");
    Rate rate = RateLimit.of(service, account, nanos::get).orElseThrow();
    assertTrue(rate.charge(CLIENT));
    assertFalse(rate.charge(CLIENT));
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
    assertTrue(rate.charge(CLIENT));
  }

  @Test
  void theNetworksOfPerSourceAreTheSourcesOfCps() throws ConfigException {
    ServiceSpec service =
        Specs.service("s")
            .attribute("cps", "1", "10")
            .attribute("cps_action", "per_source")
            .attribute("per_source", "UNLIMITED", "/24")
            .build();
    Rate rate = RateLimit.of(service, account, nanos::get).orElseThrow();
    assertTrue(rate.charge(Specs.from(service, "192.0.2.1")));
    assertFalse(rate.charge(Specs.from(service, "192.0.2.2")));
    assertTrue(rate.charge(Specs.from(service, "192.0.3.1")));
  }

  @Test
  void clientsThatAreNotKnownAreOneSource() throws ConfigException {
    ServiceSpec service = cps("per_source", "1", "10");
    Rate rate = RateLimit.of(service, account, nanos::get).orElseThrow();
    Request unknown = new Request(service, Optional.empty(), Optional.empty(), Instant.EPOCH);
    assertTrue(rate.charge(unknown));
    assertFalse(rate.charge(unknown));
  }

  /** A refused client has taken nothing, so it must give nothing back. */
  @Test
  void aRefusedClientGivesNoPlaceBack() throws ConfigException {
    ServiceSpec service =
        Specs.service("s").attribute("per_source", "1").attribute("instances", "1").build();
    List<Check> checks =
        List.of(
            PerSource.of(service, account).orElseThrow(),
            Instances.of(service, account),
            new ProcessLimit(1, ledger));
    for (Check check : checks) {
      assertInstanceOf(Verdict.Pass.class, check(check, service, new Slots()));
      Slots refused = new Slots();
      assertInstanceOf(Verdict.Refuse.class, check(check, service, refused));
      refused.close();
      assertInstanceOf(Verdict.Refuse.class, check(check, service, new Slots()), "still taken");
      Slots asked = new Slots();
      check.check(Specs.from(service, "198.51.100.1"), Mode.DRY_RUN, asked);
      asked.close();
      assertInstanceOf(Verdict.Refuse.class, check(check, service, new Slots()), "still taken");
    }
  }
}
