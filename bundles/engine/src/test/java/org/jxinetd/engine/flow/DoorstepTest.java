package org.jxinetd.engine.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.jxinetd.api.access.Mode;
import org.jxinetd.api.access.Phase;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.Verdict;

class DoorstepTest {

  private final House house = new House();
  private final House next = new House();

  @AfterEach
  void close() {
    house.close();
    next.close();
  }

  private Doorstep doorstep(Plan plan, Plans plans) {
    return new Doorstep(plans, plan, service -> Specs.from(service, "192.0.2.1"));
  }

  /** A rule whose bundle leaves while it decides: what it said is worth nothing. */
  private Plan leaving(Verdict verdict) {
    Check check =
        new Check() {
          @Override
          public Phase phase() {
            return Phase.ADDRESS;
          }

          @Override
          public Verdict check(Request request, Mode mode, Slots slots) {
            house.held.incrementAndGet();
            slots.taken(house.held::decrementAndGet);
            house.usable.set(false);
            return verdict;
          }
        };
    return house.plan(
        Specs.service("s").build(), new Gate(Optional.empty(), List.of(check)), House.byNobody());
  }

  @Test
  void anAnswerOfRulesThatHaveLeftDoesNotCountEitherWay() throws Exception {
    for (Verdict first : List.of(House.pass(), House.refuse())) {
      for (Verdict second : List.of(House.pass(), House.refuse())) {
        house.usable.set(true);
        Plan plan = next.plan(Specs.service("t").build(), second, House.byNobody());
        AtomicInteger waits = new AtomicInteger();
        Plans plans =
            () -> {
              waits.incrementAndGet();
              return Optional.of(plan);
            };
        try (Doorstep doorstep = doorstep(leaving(first), plans);
            Admission answer = doorstep.admit()) {
          assertSame(second, second instanceof Verdict.Refuse ? answer.verdict() : second);
          assertEquals(second instanceof Verdict.Pass, answer.passed());
          assertSame(plan, doorstep.plan());
          assertEquals("t", doorstep.request().service().id());
          assertEquals(1, waits.get());
          assertEquals(0, house.held.get(), "what the first plan gave is given back");
        }
      }
    }
    house.log();
    next.log();
    assertEquals(4, house.logsClosed.get());
    assertEquals(4, next.logsClosed.get());
  }

  @Test
  void noPlanIsARefusalByTheLastOne() throws Exception {
    Plan plan = leaving(House.pass());
    try (Doorstep doorstep = doorstep(plan, Optional::empty)) {
      Admission answer = doorstep.admit();
      Verdict.Refuse refuse = (Verdict.Refuse) answer.verdict();
      assertEquals(Reason.UNAVAILABLE, refuse.why());
      assertEquals(Phase.STATE, answer.findings().getLast().step());
      assertSame(plan, doorstep.plan());
      assertFalse(answer.passed());
    }
    house.log();
    assertEquals(1, house.logsClosed.get());
  }

  @Test
  void rulesThatStayAreAskedOnce() throws Exception {
    Plan plan = house.plan(Specs.service("s").build(), House.pass(), House.byNobody());
    Plans none =
        () -> {
          throw new AssertionError("nobody waits");
        };
    try (Doorstep doorstep = doorstep(plan, none);
        Admission answer = doorstep.admit()) {
      assertTrue(answer.passed());
      assertEquals(1, house.held.get());
      assertEquals("value", answer.changes().environment().get("KEY"));
    }
    assertEquals(0, house.held.get());
  }
}
