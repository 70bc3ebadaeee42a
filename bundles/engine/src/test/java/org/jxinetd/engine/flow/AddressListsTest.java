package org.jxinetd.engine.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.jxinetd.api.access.Mode;
import org.jxinetd.api.access.PatternProvider.Answer;
import org.jxinetd.api.access.PatternProvider.Compiled;
import org.jxinetd.api.access.PatternProvider.Match;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.Token;
import org.jxinetd.engine.flow.AddressLists.PatternList;

class AddressListsTest {

  private final ServiceSpec service = Specs.service("s").build();

  /** A list whose entries match the addresses given, with the prefix lengths given. */
  private static Optional<PatternList> list(String name, Map<String, Integer> matches) {
    Token token = new Token("pattern", Origin.of("f", 3));
    Compiled compiled =
        new Compiled() {
          @Override
          public Set<Token> understood() {
            return new HashSet<>(List.of(token));
          }

          @Override
          public List<Problem> problems() {
            return List.of();
          }

          @Override
          public Optional<Match> match(Request request) {
            return request
                .peer()
                .map(peer -> matches.get(peer.address().toString()))
                .map(length -> new Match(token, length));
          }
        };
    Attribute attribute = new Attribute(name, List.of(token), token.origin());
    return Optional.of(new PatternList(attribute, List.of(compiled)));
  }

  private Verdict decide(AddressLists lists, String address) {
    return lists.check(Specs.from(service, address), Mode.DECIDE, new Slots());
  }

  private static void assertRefused(Verdict verdict) {
    assertEquals(Reason.ADDRESS, assertInstanceOf(Verdict.Refuse.class, verdict).why());
  }

  @Test
  void withoutListsEverybodyPasses() {
    AddressLists none = new AddressLists(Optional.empty(), Optional.empty());
    assertInstanceOf(Verdict.Pass.class, decide(none, "192.0.2.1"));
  }

  @Test
  void onlyFromRefusesWhoMatchesNothing() {
    AddressLists lists =
        new AddressLists(list("only_from", Map.of("192.0.2.1", 128)), Optional.empty());
    assertInstanceOf(Verdict.Pass.class, decide(lists, "192.0.2.1"));
    assertRefused(decide(lists, "192.0.2.2"));
  }

  @Test
  void noAccessRefusesWhoMatchesAndNobodyElse() {
    AddressLists lists =
        new AddressLists(Optional.empty(), list("no_access", Map.of("192.0.2.1", 120)));
    assertRefused(decide(lists, "192.0.2.1"));
    assertInstanceOf(Verdict.Pass.class, decide(lists, "192.0.2.2"));
  }

  @Test
  void theLongerPrefixDecides() {
    AddressLists lists =
        new AddressLists(
            list("only_from", Map.of("192.0.2.1", 128, "192.0.2.2", 120)),
            list("no_access", Map.of("192.0.2.1", 96, "192.0.2.2", 128)));
    assertInstanceOf(Verdict.Pass.class, decide(lists, "192.0.2.1"));
    assertRefused(decide(lists, "192.0.2.2"));
  }

  @Test
  void aTieRefuses() {
    AddressLists lists =
        new AddressLists(
            list("only_from", Map.of("192.0.2.1", 120)),
            list("no_access", Map.of("192.0.2.1", 120)));
    Verdict verdict = decide(lists, "192.0.2.1");
    assertRefused(verdict);
    assertEquals(Origin.of("f", 3), verdict.evidence().origin());
  }

  /** A list that cannot tell of anybody whether an entry matches. */
  private static Optional<PatternList> doubtful(String name, int length) {
    Token token = new Token(".example", Origin.of("f", 5));
    Compiled compiled =
        new Compiled() {
          @Override
          public Set<Token> understood() {
            return Set.of(token);
          }

          @Override
          public List<Problem> problems() {
            return List.of();
          }

          @Override
          public Optional<Match> match(Request request) {
            return Optional.empty();
          }

          @Override
          public Answer ask(Request request, Mode mode) {
            return new Answer(
                Optional.empty(), Optional.of(new Match(token, length, "no name came")));
          }

          @Override
          public boolean mayWait() {
            return true;
          }
        };
    Attribute attribute = new Attribute(name, List.of(token), token.origin());
    return Optional.of(new PatternList(attribute, List.of(compiled)));
  }

  @Test
  void aDoubtLetsNobodyInByOnlyFrom() {
    AddressLists lists = new AddressLists(doubtful("only_from", 128), Optional.empty());
    Verdict verdict = decide(lists, "192.0.2.1");
    assertRefused(verdict);
    assertEquals(
        "no entry matches, and .example cannot be told: no name came", verdict.evidence().detail());
    assertTrue(lists.mayWait());
  }

  @Test
  void aDoubtInNoAccessRefuses() {
    AddressLists lists = new AddressLists(Optional.empty(), doubtful("no_access", 128));
    Verdict verdict = decide(lists, "192.0.2.1");
    assertRefused(verdict);
    assertEquals("no_access = .example", verdict.evidence().rule());
    assertEquals(Origin.of("f", 5), verdict.evidence().origin());
    assertEquals(
        "no name came; matches 128 bits; it cannot be told whether it does, which refuses",
        verdict.evidence().detail());
    assertTrue(lists.mayWait());
  }

  @Test
  void aDoubtAgainstAnEqualMatchRefusesWithoutBeingATie() {
    AddressLists lists =
        new AddressLists(list("only_from", Map.of("192.0.2.1", 128)), doubtful("no_access", 128));
    Verdict verdict = decide(lists, "192.0.2.1");
    assertRefused(verdict);
    assertTrue(verdict.evidence().detail().contains("cannot be told"), verdict.toString());
  }

  @Test
  void aLongerMatchBeatsADoubt() {
    AddressLists lists =
        new AddressLists(list("only_from", Map.of("192.0.2.1", 120)), doubtful("no_access", 104));
    assertInstanceOf(Verdict.Pass.class, decide(lists, "192.0.2.1"));
    assertFalse(
        new AddressLists(list("only_from", Map.of()), list("no_access", Map.of())).mayWait());
  }

  @Test
  void anUnknownClientDoesNotPassOnlyFrom() {
    AddressLists lists =
        new AddressLists(list("only_from", Map.of("192.0.2.1", 128)), Optional.empty());
    Request unknown =
        new Request(service, Optional.empty(), Optional.empty(), java.time.Instant.EPOCH);
    assertRefused(lists.check(unknown, Mode.DECIDE, new Slots()));
  }

  private static List<String> told(AddressLists lists, Request request) {
    return lists.explain(request).stream()
        .map(
            f ->
                f.evidence().rule()
                    + ": "
                    + f.objection().map(Reason::word).orElse("pass")
                    + ", "
                    + f.evidence().detail())
        .toList();
  }

  @Test
  void eachListIsExplainedByItself() {
    AddressLists lists =
        new AddressLists(
            list("only_from", Map.of("192.0.2.1", 128, "192.0.2.2", 100, "192.0.2.3", 100)),
            list("no_access", Map.of("192.0.2.1", 120, "192.0.2.2", 110)));
    assertEquals(
        List.of(
            "only_from = pattern: pass, matches 128 bits",
            "no_access = pattern: pass, matches 120 bits"),
        told(lists, Specs.from(service, "192.0.2.1")));
    assertEquals(
        List.of(
            "only_from = pattern: pass, matches 100 bits",
            "no_access = pattern: address, matches 110 bits"),
        told(lists, Specs.from(service, "192.0.2.2")));
    assertEquals(
        List.of(
            "only_from = pattern: pass, matches 100 bits",
            "no_access = pattern: pass, no entry matches"),
        told(lists, Specs.from(service, "192.0.2.3")));
    assertEquals(
        List.of(
            "only_from = pattern: address, no entry matches",
            "no_access = pattern: pass, no entry matches"),
        told(lists, Specs.from(service, "192.0.2.4")));
  }

  @Test
  void oneListOrNoneIsOneFinding() {
    Request client = Specs.from(service, "192.0.2.1");
    assertEquals(
        List.of("no address lists: pass, "),
        told(new AddressLists(Optional.empty(), Optional.empty()), client));
    assertEquals(
        List.of("only_from = pattern: address, no entry matches"),
        told(new AddressLists(list("only_from", Map.of()), Optional.empty()), client));
    assertEquals(
        List.of("no_access = pattern: pass, no entry matches"),
        told(new AddressLists(Optional.empty(), list("no_access", Map.of())), client));
  }

  @Test
  void aTieIsSaidInTheEvidence() {
    AddressLists lists =
        new AddressLists(
            list("only_from", Map.of("192.0.2.1", 120)),
            list("no_access", Map.of("192.0.2.1", 120)));
    assertEquals(
        "only_from matches equally; a tie refuses", decide(lists, "192.0.2.1").evidence().detail());
  }

  @Test
  void aLongListIsCutInEvidence() {
    List<Token> tokens = new java.util.ArrayList<>();
    for (int i = 0; i < 9; i++) {
      tokens.add(new Token("p" + i, Origin.NONE));
    }
    Attribute nine = new Attribute("only_from", tokens, Origin.NONE);
    Attribute eight = new Attribute("only_from", tokens.subList(0, 8), Origin.NONE);
    assertEquals(
        "only_from = p0 p1 p2 p3 p4 p5 p6 p7 ... (9 entries)",
        new PatternList(nine, List.of()).entry(Answer.NONE).rule());
    assertEquals(
        "only_from = p0 p1 p2 p3 p4 p5 p6 p7",
        new PatternList(eight, List.of()).exclusion(Answer.NONE).rule());
  }

  @Test
  void theBestOfSeveralProvidersCounts() {
    Token token = new Token("x", Origin.NONE);
    List<Compiled> parts = new java.util.ArrayList<>();
    for (int length : new int[] {100, 128, 90}) {
      parts.add(
          new Compiled() {
            @Override
            public Set<Token> understood() {
              return Set.of(token);
            }

            @Override
            public List<Problem> problems() {
              return List.of();
            }

            @Override
            public Optional<Match> match(Request request) {
              return Optional.of(new Match(token, length));
            }
          });
    }
    PatternList list = new PatternList(new Attribute("x", List.of(token), Origin.NONE), parts);
    assertEquals(
        128,
        list.ask(Specs.from(service, "192.0.2.1"), Mode.DECIDE)
            .match()
            .orElseThrow()
            .prefixLength());
  }

  @Test
  void theyStandInThePhaseOfAddresses() {
    assertEquals(
        org.jxinetd.api.access.Phase.ADDRESS,
        new AddressLists(Optional.empty(), Optional.empty()).phase());
  }
}
