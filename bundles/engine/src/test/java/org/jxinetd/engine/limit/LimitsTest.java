package org.jxinetd.engine.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.jxinetd.api.access.Mode;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.ServiceSpec;
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

  private static Verdict check(
      org.jxinetd.engine.flow.Check check, ServiceSpec service, Slots slots) {
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
}
