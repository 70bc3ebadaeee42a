package org.jxinetd.engine.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.Mode;
import org.jxinetd.api.access.Phase;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.SpawnChanges;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.ServiceSpec;

class GateTest {

  private static final Evidence EVIDENCE = new Evidence("rule", Origin.NONE, "");
  private final ServiceSpec service = Specs.service("finger").build();
  private final Request client = Specs.from(service, "192.0.2.1");
  private final List<Phase> asked = new ArrayList<>();

  private Check check(Phase phase, Verdict verdict) {
    return new Check() {
      @Override
      public Phase phase() {
        return phase;
      }

      @Override
      public Verdict check(Request request, Mode mode, Slots slots) {
        asked.add(phase);
        return verdict;
      }
    };
  }

  private static Verdict refuse(Reason why) {
    return new Verdict.Refuse(why, EVIDENCE);
  }

  /** A rate that counts what it is charged. */
  private static final class CountedRate implements Rate {
    private final int limit;
    private final boolean bySource;
    private int charged;

    CountedRate(int limit) {
      this(limit, false);
    }

    CountedRate(int limit, boolean bySource) {
      this.limit = limit;
      this.bySource = bySource;
    }

    @Override
    public boolean isFull(Request client) {
      return charged >= limit;
    }

    @Override
    public boolean charge(Request client) {
      if (isFull(client)) {
        return false;
      }
      charged++;
      return true;
    }

    @Override
    public Verdict excess(Request client) {
      return new Verdict.Suspend(Reason.CPS, Duration.ofSeconds(1), EVIDENCE);
    }

    @Override
    public Verdict room(Request client) {
      return Verdict.pass(new Evidence("cps", Origin.NONE, charged + " of " + limit));
    }

    @Override
    public boolean chargesStrangers() {
      return bySource;
    }
  }

  @Test
  void asksInTheOrderOfThePhasesAndStopsAtTheFirstObjection() {
    Gate gate =
        new Gate(
            Optional.empty(),
            List.of(
                check(Phase.ADDRESS, refuse(Reason.ADDRESS)),
                check(Phase.LIBWRAP, refuse(Reason.LIBWRAP)),
                check(Phase.LOAD, Verdict.pass(EVIDENCE))));
    Admission admission = gate.admit(client);
    assertEquals(List.of(Phase.LOAD, Phase.ADDRESS), asked);
    assertEquals(Reason.ADDRESS, assertInstanceOf(Verdict.Refuse.class, admission.verdict()).why());
  }

  @Test
  void admitsWhomNobodyObjectsToAndGathersTheChanges() {
    Verdict first = new Verdict.Pass(EVIDENCE, new SpawnChanges(Map.of("A", "1", "B", "1")));
    Verdict second = new Verdict.Pass(EVIDENCE, new SpawnChanges(Map.of("B", "2")));
    Gate gate =
        new Gate(
            Optional.empty(), List.of(check(Phase.ADDRESS, first), check(Phase.LIBWRAP, second)));
    Admission admission = gate.admit(client);
    assertTrue(admission.passed());
    assertEquals(Map.of("A", "1", "B", "2"), admission.changes().environment());
  }

  @Test
  void aRuleThatThrowsRefuses() {
    Check broken =
        new Check() {
          @Override
          public Phase phase() {
            return Phase.ADDRESS;
          }

          @Override
          public Verdict check(Request request, Mode mode, Slots slots) {
            throw new IllegalStateException("broken");
          }
        };
    Admission admission = new Gate(Optional.empty(), List.of(broken)).admit(client);
    assertEquals(
        Reason.RULE_FAILED, assertInstanceOf(Verdict.Refuse.class, admission.verdict()).why());
  }

  @Test
  void placesTakenAreGivenBackWhenALaterRuleRefuses() {
    int[] held = new int[1];
    Check taking =
        new Check() {
          @Override
          public Phase phase() {
            return Phase.INSTANCES;
          }

          @Override
          public Verdict check(Request request, Mode mode, Slots slots) {
            held[0]++;
            slots.taken(() -> held[0]--);
            return Verdict.pass(EVIDENCE);
          }
        };
    Gate refusing =
        new Gate(Optional.empty(), List.of(taking, check(Phase.ADDRESS, refuse(Reason.ADDRESS))));
    assertFalse(refusing.admit(client).passed());
    assertEquals(0, held[0]);
    Admission admitted = new Gate(Optional.empty(), List.of(taking)).admit(client);
    assertEquals(1, held[0]);
    admitted.close();
    assertEquals(0, held[0]);
  }

  @Test
  void strangersAreNotChargedToTheServicesRate() {
    CountedRate rate = new CountedRate(1);
    Gate gate = new Gate(Optional.of(rate), List.of(check(Phase.ADDRESS, refuse(Reason.ADDRESS))));
    for (int i = 0; i < 5; i++) {
      assertInstanceOf(Verdict.Refuse.class, gate.admit(client).verdict());
    }
    assertEquals(0, rate.charged);
  }

  @Test
  void aStrangerDoesNotTripAFullRate() {
    CountedRate rate = new CountedRate(0);
    Gate gate = new Gate(Optional.of(rate), List.of(check(Phase.ADDRESS, refuse(Reason.ADDRESS))));
    Verdict verdict = gate.admit(client).verdict();
    assertEquals(Reason.ADDRESS, assertInstanceOf(Verdict.Refuse.class, verdict).why());
  }

  @Test
  void theConnectionThatIsOneTooManySuspends() {
    CountedRate rate = new CountedRate(2);
    Gate gate = new Gate(Optional.of(rate), List.of(check(Phase.ADDRESS, Verdict.pass(EVIDENCE))));
    assertTrue(gate.admit(client).passed());
    assertTrue(gate.admit(client).passed());
    assertInstanceOf(Verdict.Suspend.class, gate.admit(client).verdict());
  }

  @Test
  void aClientRefusedByALimitIsChargedAllTheSame() {
    CountedRate rate = new CountedRate(5);
    Gate gate =
        new Gate(Optional.of(rate), List.of(check(Phase.INSTANCES, refuse(Reason.SERVICE_LIMIT))));
    gate.admit(client);
    assertEquals(1, rate.charged);
  }

  @Test
  void aDryRunChargesNothing() {
    CountedRate rate = new CountedRate(5);
    new Gate(Optional.of(rate), List.of()).explain(client);
    assertEquals(0, rate.charged);
  }

  private static List<String> told(Gate.Explained said) {
    return said.findings().stream()
        .map(f -> f.step() + " " + f.objection().map(Reason::word).orElse("pass"))
        .toList();
  }

  @Test
  void anExplanationAsksEveryRuleAndTheFirstObjectionDecides() {
    CountedRate rate = new CountedRate(1);
    Gate gate =
        new Gate(
            Optional.of(rate),
            List.of(
                check(Phase.LIBWRAP, refuse(Reason.LIBWRAP)),
                check(Phase.ADDRESS, refuse(Reason.ADDRESS)),
                check(Phase.LOAD, Verdict.pass(EVIDENCE))),
            List.of(check(Phase.LIBWRAP, refuse(new Reason("tcpd")))));
    Gate.Explained said = gate.explain(client);
    assertEquals(
        List.of("cps pass", "load pass", "address address", "libwrap libwrap", "behind tcpd"),
        told(said));
    assertEquals(Optional.of(said.findings().get(2)), said.decisive());
    assertEquals("0 of 1", said.findings().getFirst().evidence().detail());
  }

  @Test
  void whatTheServerAsksByItselfDecidesWhenNobodyHereObjects() {
    Gate gate =
        new Gate(
            Optional.empty(),
            List.of(check(Phase.LOAD, Verdict.pass(EVIDENCE))),
            List.of(check(Phase.LIBWRAP, refuse(Reason.LIBWRAP))));
    Gate.Explained said = gate.explain(client);
    assertEquals(Phase.BEHIND, said.decisive().orElseThrow().step());
    assertTrue(gate.admit(client).passed(), "it is not asked here");
    assertEquals(List.of(), gate.admit(client).findings());
    Gate open = new Gate(Optional.empty(), List.of(check(Phase.LOAD, Verdict.pass(EVIDENCE))));
    assertEquals(Optional.empty(), open.explain(client).decisive());
  }

  /** As at the gate itself: of a full service a stranger is told who it is, the others wait. */
  @Test
  void anExplanationOfAFullServiceDecidesAsTheGateWould() {
    for (boolean bySource : List.of(false, true)) {
      for (Phase phase : List.of(Phase.INSTANCES, Phase.SENSOR, Phase.ADDRESS)) {
        CountedRate full = new CountedRate(0, bySource);
        Reason other = new Reason("other");
        Gate gate = new Gate(Optional.of(full), List.of(check(phase, refuse(other))));
        Reason told = gate.explain(client).decisive().orElseThrow().objection().orElseThrow();
        Admission admission = gate.admit(client);
        assertEquals(admission.findings().getLast().objection().orElseThrow(), told);
        boolean stranger = phase != Phase.INSTANCES && !bySource;
        assertEquals(stranger ? other : Reason.CPS, told, phase + " " + bySource);
      }
    }
  }

  @Test
  void aRuleThatThrowsIsAFindingAndTheRestIsAskedAllTheSame() {
    Check broken =
        new Check() {
          @Override
          public Phase phase() {
            return Phase.LOAD;
          }

          @Override
          public Verdict check(Request request, Mode mode, Slots slots) {
            throw new IllegalStateException("broken");
          }
        };
    Gate gate =
        new Gate(Optional.empty(), List.of(broken, check(Phase.ADDRESS, Verdict.pass(EVIDENCE))));
    Gate.Explained said = gate.explain(client);
    assertEquals(List.of("load rule_failed", "address pass"), told(said));
    assertTrue(said.decisive().orElseThrow().evidence().detail().contains("broken"), "the reason");
    Admission admission = gate.admit(client);
    assertEquals(1, admission.findings().size());
    assertEquals("load", admission.findings().getFirst().step());
  }

  @Test
  void aRefusalCarriesWhatWasSaidBefore() {
    Gate gate =
        new Gate(
            Optional.empty(),
            List.of(
                check(Phase.ADDRESS, refuse(Reason.ADDRESS)),
                check(Phase.LOAD, Verdict.pass(EVIDENCE))));
    assertEquals(
        List.of("load", "address"),
        gate.admit(client).findings().stream().map(f -> f.step()).toList());
  }

  @Test
  void placesAreGivenBackWhenTheRateIsFullAtLast() {
    int[] held = new int[1];
    Check taking =
        new Check() {
          @Override
          public Phase phase() {
            return Phase.INSTANCES;
          }

          @Override
          public Verdict check(Request request, Mode mode, Slots slots) {
            held[0]++;
            slots.taken(() -> held[0]--);
            return Verdict.pass(EVIDENCE);
          }
        };
    Rate lateFull =
        new Rate() {
          @Override
          public boolean isFull(Request r) {
            return false;
          }

          @Override
          public boolean charge(Request r) {
            return false;
          }

          @Override
          public Verdict excess(Request r) {
            return refuse(Reason.CPS);
          }

          @Override
          public Verdict room(Request r) {
            return Verdict.pass(EVIDENCE);
          }

          @Override
          public boolean chargesStrangers() {
            return false;
          }
        };
    Admission admission = new Gate(Optional.of(lateFull), List.of(taking)).admit(client);
    assertFalse(admission.passed());
    assertEquals(
        List.of("instances", "cps"), admission.findings().stream().map(f -> f.step()).toList());
    assertEquals(0, held[0]);
  }

  @Test
  void aSourceThatPaysForItselfIsChargedAsAStrangerToo() {
    CountedRate rate = new CountedRate(2, true);
    Gate gate = new Gate(Optional.of(rate), List.of(check(Phase.ADDRESS, refuse(Reason.ADDRESS))));
    assertEquals(
        Reason.ADDRESS, ((Verdict.Refuse) gate.admit(client).verdict()).why(), "not full yet");
    assertEquals(1, rate.charged);
    gate.admit(client);
    asked.clear();
    assertInstanceOf(Verdict.Suspend.class, gate.admit(client).verdict());
    assertEquals(List.of(), asked, "nobody else is asked about a source that is too fast");
  }
}
