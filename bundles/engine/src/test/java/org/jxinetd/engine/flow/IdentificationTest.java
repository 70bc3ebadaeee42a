package org.jxinetd.engine.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.jxinetd.api.access.Identity;
import org.jxinetd.api.access.Mode;
import org.jxinetd.api.access.Phase;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.log.Event;
import org.jxinetd.api.log.Identified;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.ServiceSpec;

class IdentificationTest {

  private final List<Request> asked = new ArrayList<>();
  private final List<Event> logged = new ArrayList<>();
  private final ServiceSpec service = Specs.service("pop3").attribute("flags", "IDONLY").build();

  private Request at(int port) {
    return new Request(
        service,
        Optional.of(new Endpoint(Address.parse("192.0.2.1").orElseThrow(), 40000)),
        Optional.of(new Endpoint(Address.parse("192.0.2.9").orElseThrow(), port)),
        Instant.EPOCH);
  }

  private Verdict decide(Identity answer, Request request, Mode mode) {
    Identification identification =
        new Identification(
            client -> {
              asked.add(client);
              return answer;
            },
            true,
            true,
            false);
    IdentCheck check = new IdentCheck(identification, logged::add);
    assertEquals(Phase.IDENT, check.phase());
    assertTrue(check.mayWait());
    return check.check(request, mode, new Slots());
  }

  @Test
  void admitsAndLogsAClientWhoseHostNamesTheUser() {
    Request request = at(110);
    Verdict verdict = decide(new Identity.Known("UNIX : alice"), request, Mode.DECIDE);
    assertInstanceOf(Verdict.Pass.class, verdict);
    assertEquals("UNIX : alice", verdict.evidence().detail());
    assertEquals(Origin.of("/etc/xinetd.d/pop3", 1), verdict.evidence().origin());
    Identified line = assertInstanceOf(Identified.class, logged.getFirst());
    assertEquals("UNIX : alice", line.text());
    assertEquals(request.peer(), line.peer());
  }

  @Test
  void refusesAClientWithoutAName() {
    Verdict verdict = decide(new Identity.Unknown("timeout"), at(110), Mode.DECIDE);
    assertEquals(Reason.IDENT, assertInstanceOf(Verdict.Refuse.class, verdict).why());
    assertEquals("timeout", verdict.evidence().detail());
    assertEquals(List.of(), logged);
  }

  @Test
  void asksNobodyForAnExplanation() {
    Verdict verdict = decide(new Identity.Unknown("timeout"), at(110), Mode.DRY_RUN);
    assertInstanceOf(Verdict.Pass.class, verdict);
    assertEquals(List.of(), asked);
  }

  @Test
  void neverAsksAboutClientsOfPort113() {
    Verdict verdict = decide(new Identity.Known("UNIX : alice"), at(113), Mode.DECIDE);
    assertInstanceOf(Verdict.Refuse.class, verdict);
    assertEquals(List.of(), asked);
    Request nowhere = new Request(service, at(110).peer(), Optional.empty(), Instant.EPOCH);
    assertInstanceOf(
        Verdict.Refuse.class, decide(new Identity.Known("x : y"), nowhere, Mode.DECIDE));
    assertEquals(List.of(), asked);
  }
}
