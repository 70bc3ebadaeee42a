package org.jxinetd.engine.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jxinetd.api.access.Mode;
import org.jxinetd.api.access.Phase;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.engine.flow.Gate;
import org.jxinetd.engine.flow.Slots;
import org.jxinetd.engine.flow.Specs;

class LoadLimitTest {

  private static ServiceSpec with(String value) {
    return Specs.service("s").attribute("max_load", value).build();
  }

  private static Verdict check(String limit, double load) throws ConfigException {
    ServiceSpec service = with(limit);
    LoadLimit check = LoadLimit.of(service, () -> load).orElseThrow();
    assertEquals(Phase.LOAD, check.phase());
    Verdict verdict = check.check(Specs.from(service, "192.0.2.1"), Mode.DECIDE, new Slots());
    assertEquals(verdict, check.check(Specs.from(service, "192.0.2.1"), Mode.DRY_RUN, new Slots()));
    return verdict;
  }

  @Test
  void refusesFromTheLimitOn() throws ConfigException {
    assertInstanceOf(Verdict.Pass.class, check("2.5", 2.49));
    Verdict.Refuse refuse = assertInstanceOf(Verdict.Refuse.class, check("2.5", 2.5));
    assertEquals(Reason.LOAD, refuse.why());
    assertEquals("max_load = 2.5", refuse.evidence().rule());
    assertEquals("load 2.50 of 2.5", refuse.evidence().detail());
    assertEquals("/etc/xinetd.d/s:1", refuse.evidence().origin().toString());
  }

  @ParameterizedTest
  @CsvSource({"2.5abc,2.5", ".5,0.5", "3,3", "3.,3", "+1,1", "2e1x,20", "2E-1,0.2", "4-7,4"})
  void takesTheNumberAtTheFrontLikeC(String written, double limit) throws ConfigException {
    assertInstanceOf(Verdict.Refuse.class, check(written, limit));
    assertInstanceOf(Verdict.Pass.class, check(written, Math.nextDown(limit)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0", "0.0", "-1", "-0.5x", "high", "", "e5", "1e", "1ex", ".", "inf", "nan", "1e999"
      })
  void refusesWhatIsNoNumberAboveZero(String written) {
    ConfigException thrown =
        assertThrows(ConfigException.class, () -> LoadLimit.of(with(written), () -> 0));
    assertEquals(
        "/etc/xinetd.d/s:1: max_load: '"
            + written
            + "' is not a number above 0; service s not started",
        thrown.problems().getFirst().toString());
  }

  @Test
  void isNoCheckWithoutTheAttribute() throws ConfigException {
    assertTrue(LoadLimit.of(Specs.service("s").build(), () -> 99).isEmpty());
  }

  @Test
  void nobodyGetsInWhileTheLoadIsUnknown() throws ConfigException {
    DoubleSupplier broken =
        () -> {
          throw new IllegalStateException("no /proc");
        };
    for (DoubleSupplier load : List.of(broken, () -> -1, () -> Double.NaN)) {
      ServiceSpec service = with("5");
      Gate gate = new Gate(Optional.empty(), List.of(LoadLimit.of(service, load).orElseThrow()));
      Verdict verdict = gate.admit(Specs.from(service, "192.0.2.1")).verdict();
      assertEquals(Reason.RULE_FAILED, assertInstanceOf(Verdict.Refuse.class, verdict).why());
    }
  }
}
