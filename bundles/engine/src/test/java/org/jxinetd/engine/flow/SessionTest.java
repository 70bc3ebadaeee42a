package org.jxinetd.engine.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jxinetd.api.access.Finding;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Refusal;
import org.jxinetd.api.access.SpawnChanges;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.handler.Exchange;
import org.jxinetd.api.handler.Handler;
import org.jxinetd.api.handler.Outcome;
import org.jxinetd.api.log.Ended;
import org.jxinetd.api.log.Event;
import org.jxinetd.api.log.Refused;
import org.jxinetd.api.log.Started;
import org.jxinetd.api.log.Traffic;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.linux.Fd;

class SessionTest {

  @TempDir Path folder;
  private final House house = new House();
  private final List<String> called = new ArrayList<>();

  @AfterEach
  void close() {
    house.close();
  }

  private static final Plans NO_PLANS =
      () -> {
        throw new AssertionError("nobody waits for a plan");
      };

  private static final Switchboard NO_LINES =
      service -> {
        throw new AssertionError("nobody wants another service");
      };

  private ServiceSpec withBanners() throws IOException {
    return Specs.service("s")
        .attribute("banner", file("always", "HELLO\n"))
        .attribute("banner_success", file("success", "WELCOME\n"))
        .attribute("banner_fail", file("fail", "SORRY\n"))
        .build();
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private void run(Loopback client, Plan plan) {
    run(client, plan, NO_PLANS, NO_LINES);
  }

  private void run(Loopback client, Plan plan, Plans plans, Switchboard switchboard) {
    assertTrue(plan.retain());
    assertTrue(house.ceiling.tryAcquire());
    new Session(house.shared, plans, plan, client.accepted(), house.suspensions::add, switchboard)
        .run();
    assertEquals(House.PERMITS, house.ceiling.availablePermits(), "the permit is given back");
    assertFalse(client.accepted().fd().isOpen(), "the client is closed");
    assertEquals(0, house.held.get(), "the places are given back");
  }

  /** Greets, and remembers what it was given. */
  private Handler greeting() {
    return exchange -> {
      called.add(exchange.request().peer().orElseThrow().toString());
      called.add(exchange.changes().environment().toString());
      exchange.started(House.SERVER);
      assertEquals(1, house.ledger.sessions().size());
      assertEquals(1, house.held.get(), "the place is taken while the server runs");
      exchange.connection().out().write("served\n".getBytes(StandardCharsets.US_ASCII));
      return new Outcome.Exited(3);
    };
  }

  @Test
  void servesAndLogsWhoIsLetIn() throws Exception {
    try (Loopback client = Loopback.open()) {
      int descriptor = client.accepted().fd().number();
      List<Integer> descriptors = new ArrayList<>();
      Handler handler =
          exchange -> {
            descriptors.add(exchange.descriptor());
            return greeting().serve(exchange);
          };
      Plan plan = house.plan(withBanners(), House.pass(), House.by(handler));
      run(client, plan);
      assertEquals("HELLO\nWELCOME\nserved\n", client.rest());
      assertEquals(List.of(client.accepted().peer().toString(), "{KEY=value}"), called);
      assertEquals(List.of(descriptor), descriptors);
      assertEquals(List.of(), house.ledger.sessions());
      plan.release();
      List<Event> log = house.log();
      assertEquals(2, log.size());
      Started started = assertInstanceOf(Started.class, log.get(0));
      assertEquals(4711, started.pid());
      assertEquals(Optional.of(client.accepted().peer()), started.peer());
      Ended ended = assertInstanceOf(Ended.class, log.get(1));
      assertEquals(new Outcome.Exited(3), ended.outcome());
      assertEquals(4711, ended.pid());
      assertEquals(Duration.ZERO, ended.duration());
      assertEquals(1, house.logsClosed.get(), "the session has let go of its plan");
      assertEquals(List.of(), house.ledger.refusals().all());
    }
  }

  @Test
  void aRefusalIsALoneEventWithItsEvidenceAndAnOrderlyEnd() throws Exception {
    try (Loopback client = Loopback.open()) {
      client.client().getOutputStream().write(new byte[20_000]); // never read by anybody
      Plan plan = house.plan(withBanners(), House.refuse(), House.byNobody());
      run(client, plan);
      assertEquals("HELLO\nSORRY\n", client.rest());
      plan.release();
      List<Event> log = house.log();
      assertEquals(1, log.size());
      Refused refused = assertInstanceOf(Refused.class, log.getFirst());
      assertEquals(Reason.ADDRESS, refused.reason());
      assertEquals(House.EVIDENCE, refused.evidence());
      assertEquals(House.NOW, refused.at());
      Refusal kept = house.ledger.refusals().find(refused.id()).orElseThrow();
      assertEquals("s", kept.service());
      assertEquals(Optional.of(client.accepted().peer()), kept.peer());
      assertEquals(
          List.of(new Finding("address", Optional.of(Reason.ADDRESS), House.EVIDENCE)),
          kept.findings());
      assertEquals(1, house.logsClosed.get());
    }
  }

  @Test
  void withoutBannersARefusedClientSeesTheEndAtOnce() throws Exception {
    try (Loopback client = Loopback.open()) {
      Plan plan = house.plan(Specs.service("s").build(), House.refuse(), House.byNobody());
      long before = System.nanoTime();
      run(client, plan);
      assertTrue(System.nanoTime() - before < 900_000_000L, "nobody waits for the client's end");
      assertEquals("", client.rest());
    }
  }

  @Test
  void aLimitThatTripsSuspendsTheService() throws Exception {
    Verdict.Suspend trip = new Verdict.Suspend(Reason.CPS, Duration.ofSeconds(9), House.EVIDENCE);
    try (Loopback client = Loopback.open()) {
      client.client().shutdownOutput();
      Plan plan = house.plan(withBanners(), trip, House.byNobody());
      run(client, plan);
      assertEquals(List.of(trip), house.suspensions);
      assertEquals("HELLO\nSORRY\n", client.rest());
      assertEquals(Reason.CPS, house.ledger.refusals().all().getFirst().reason());
    }
  }

  @Test
  void whatCannotBeStartedIsARefusal() throws Exception {
    Handler failing = exchange -> new Outcome.NotStarted(new Reason("no_memory"));
    Handler forgetful = exchange -> new Outcome.Exited(0);
    for (Handler handler : List.of(failing, forgetful)) {
      try (Loopback client = Loopback.open()) {
        run(client, house.plan(Specs.service("s").build(), House.pass(), House.by(handler)));
        assertEquals("", client.rest());
      }
    }
    assertEquals(
        List.of("no_memory", "fork"),
        house.ledger.refusals().all().stream().map(r -> r.reason().word()).toList());
    assertEquals("server", house.ledger.refusals().all().getFirst().findings().getFirst().step());
    assertEquals(2, house.log().size());
  }

  @Test
  void aHandlerThatFailsEndsItsOwnSessionOnly() throws Exception {
    for (Exception failure : List.of(new IOException("gone"), new IllegalStateException("bug"))) {
      try (Loopback client = Loopback.open()) {
        Handler failing =
            exchange -> {
              exchange.started(House.SERVER);
              if (failure instanceof IOException io) {
                throw io;
              }
              throw (RuntimeException) failure;
            };
        run(client, house.plan(Specs.service("s").build(), House.pass(), House.by(failing)));
        assertEquals("", client.rest());
      }
    }
    List<Event> log = house.log();
    assertEquals(4, log.size());
    assertEquals(new Outcome.Served(), ((Ended) log.get(3)).outcome());
    assertEquals(List.of(), house.ledger.sessions());
  }

  @Test
  void aServerStartsOnce() throws Exception {
    Handler twice =
        exchange -> {
          exchange.started(House.SERVER);
          assertThrows(IllegalStateException.class, () -> exchange.started(House.SERVER));
          return new Outcome.Relayed(10, 20);
        };
    try (Loopback client = Loopback.open()) {
      run(client, house.plan(Specs.service("s").build(), House.pass(), House.by(twice)));
    }
    List<Event> log = house.log();
    assertEquals(3, log.size(), "START, TRAFFIC, EXIT");
    assertEquals(10, assertInstanceOf(Traffic.class, log.get(1)).in());
    assertEquals(20, ((Traffic) log.get(1)).out());
  }

  @Test
  void abriefServiceLogsItsStartOnly() throws Exception {
    Plan.Serving brief = new Plan.Serving(Optional.of(greeting()), Optional.empty(), true);
    try (Loopback client = Loopback.open()) {
      run(client, house.plan(Specs.service("s").build(), House.pass(), brief));
    }
    assertEquals(1, house.log().size());
    assertEquals(List.of(), house.ledger.sessions());
  }

  @Test
  void aClientWhoseRulesHaveLeftWaitsForTheNextOnes() throws Exception {
    Plan old = house.plan(Specs.service("s").build(), House.refuse(), House.byNobody());
    house.usable.set(false);
    House next = new House();
    Plan plan = next.plan(withBanners(), House.pass(), House.by(greetingOf(next)));
    Plans plans = () -> Optional.of(plan).filter(Plan::retain);
    try (Loopback client = Loopback.open()) {
      run(client, old, plans, NO_LINES);
      assertEquals("WELCOME\nserved\n", client.rest(), "the next plan's banner and server");
    }
    old.release();
    plan.release();
    assertEquals(List.of(), house.log());
    assertEquals(1, house.logsClosed.get());
    assertEquals(2, next.log().size());
    assertEquals(1, next.logsClosed.get());
    next.close();
  }

  private static Handler greetingOf(House at) {
    return exchange -> {
      assertEquals(1, at.held.get());
      exchange.started(House.SERVER);
      exchange.connection().out().write("served\n".getBytes(StandardCharsets.US_ASCII));
      return new Outcome.Served();
    };
  }

  @Test
  void aClientIsRefusedWhenTheRulesStayAway() throws Exception {
    Plan plan = house.plan(withBanners(), House.pass(), House.byNobody());
    house.usable.set(false);
    try (Loopback client = Loopback.open()) {
      client.client().shutdownOutput();
      run(client, plan, Optional::empty, NO_LINES);
      assertEquals("HELLO\nSORRY\n", client.rest());
    }
    assertEquals(Reason.UNAVAILABLE, ((Refused) house.log().getFirst()).reason());
    assertEquals("state", house.ledger.refusals().all().getFirst().findings().getLast().step());
  }

  // ---- clients that go on to another service

  private static Handler operator() {
    return exchange -> {
      exchange.started(House.SERVER);
      return new Outcome.HandedOver("org.jxinetd.service~t", "+go\r\n", "-no\r\n");
    };
  }

  private Switchboard lineTo(Plan target, boolean paused) {
    return service -> {
      assertEquals("org.jxinetd.service~t", service);
      assertTrue(target.retain());
      return Optional.of(new Switchboard.Line(NO_PLANS, target, house.suspensions::add, paused));
    };
  }

  @Test
  void aClientGoesOnToAnotherServiceByTheRulesOfThatOne() throws Exception {
    Plan mux = house.plan(Specs.service("mux").build(), House.pass(), House.by(operator()));
    Plan target = house.plan(withBanners(), House.pass(), House.by(greeting()));
    try (Loopback client = Loopback.open()) {
      run(client, mux, NO_PLANS, lineTo(target, false));
      assertEquals("+go\r\nHELLO\nWELCOME\nserved\n", client.rest());
    }
    mux.release();
    target.release();
    assertEquals(
        List.of("mux", "mux", "s", "s"), house.log().stream().map(e -> e.service().id()).toList());
    assertEquals(2, house.logsClosed.get());
  }

  @Test
  void theOtherServiceMayRefuse() throws Exception {
    Plan mux = house.plan(Specs.service("mux").build(), House.pass(), House.by(operator()));
    Plan target = house.plan(Specs.service("t").build(), House.refuse(), House.byNobody());
    try (Loopback client = Loopback.open()) {
      client.client().shutdownOutput();
      run(client, mux, NO_PLANS, lineTo(target, false));
      assertEquals("-no\r\n", client.rest());
    }
    assertEquals("t", house.ledger.refusals().all().getFirst().service());
  }

  @Test
  void theOtherServiceMayBePausedOrMissing() throws Exception {
    Plan mux = house.plan(Specs.service("mux").build(), House.pass(), House.by(operator()));
    Plan target = house.plan(Specs.service("t").build(), House.pass(), House.byNobody());
    for (Switchboard board : List.<Switchboard>of(lineTo(target, true), s -> Optional.empty())) {
      try (Loopback client = Loopback.open()) {
        client.client().shutdownOutput();
        run(client, mux, NO_PLANS, board);
        assertEquals("-no\r\n", client.rest());
      }
    }
    target.release();
    assertEquals(1, house.ledger.refusals().all().size());
    assertEquals(Reason.CPS, house.ledger.refusals().all().getFirst().reason());
    house.log();
    assertEquals(1, house.logsClosed.get());
  }

  @Test
  void nobodyIsHandedOnTwice() throws Exception {
    Plan mux = house.plan(Specs.service("mux").build(), House.pass(), House.by(operator()));
    Plan target = house.plan(Specs.service("t").build(), House.pass(), House.by(operator()));
    try (Loopback client = Loopback.open()) {
      client.client().shutdownOutput();
      run(client, mux, NO_PLANS, lineTo(target, false));
      assertEquals("+go\r\n", client.rest());
    }
  }

  @Test
  void anExchangeHasAConnectionOnlyWhereThereIsOne() {
    Plan plan = house.plan(Specs.service("s").build(), House.pass(), House.byNobody());
    Exchange exchange =
        new Turn(
            house.shared,
            plan,
            Specs.from(plan.service(), "192.0.2.1"),
            new SpawnChanges(Map.of()),
            Fd.of(9),
            Optional.empty());
    assertEquals(9, exchange.descriptor());
    assertThrows(IllegalStateException.class, exchange::connection);
  }

  @Test
  void retriesAreCountedWhileTheyWaitAndEndWithThePlan() throws Exception {
    Plan plan = house.plan(Specs.service("s").build(), House.pass(), House.byNobody());
    Turn turn =
        new Turn(
            house.shared,
            plan,
            Specs.from(plan.service(), "192.0.2.1"),
            new SpawnChanges(Map.of()),
            Fd.of(9),
            Optional.empty());
    long before = System.nanoTime();
    assertTrue(turn.retrying(Duration.ofMillis(20)));
    assertTrue(System.nanoTime() - before >= 20_000_000L);
    assertEquals(0, house.ledger.account(plan.service().pid()).retrying());
    plan.retire();
    assertFalse(turn.retrying(Duration.ZERO));
  }

  private Turn turn(Plan plan) {
    return new Turn(
        house.shared,
        plan,
        Specs.from(plan.service(), "192.0.2.1"),
        new SpawnChanges(Map.of()),
        Fd.of(9),
        Optional.empty());
  }

  @Test
  void theClientsSocketIsClosedWithTheServersEndUnlessTheClientGoesOn() {
    Plan plan = house.plan(Specs.service("s").build(), House.pass(), House.byNobody());
    List<String> closed = new ArrayList<>();
    Outcome exited = new Outcome.Exited(0);
    Handler running =
        exchange -> {
          exchange.started(House.SERVER);
          return exited;
        };
    assertEquals(exited, turn(plan).serve(running, () -> closed.add("exited"), () -> true));
    Outcome failed = new Outcome.NotStarted(Reason.FORK);
    assertEquals(
        failed, turn(plan).serve(exchange -> failed, () -> closed.add("failed"), () -> true));
    turn(plan).serve(operator(), () -> closed.add("handed over"), () -> true);
    assertEquals(List.of("exited", "failed"), closed);
  }

  @Test
  void aClientThatCannotGoOnSeesWhyEvenIfItGoesOnTalking() throws Exception {
    Plan mux = house.plan(Specs.service("mux").build(), House.pass(), House.by(operator()));
    try (Loopback client = Loopback.open()) {
      client.client().getOutputStream().write(new byte[20_000]);
      run(client, mux, NO_PLANS, service -> Optional.empty());
      assertEquals("-no\r\n", client.rest(), "the text, then an orderly end");
    }
  }

  @Test
  void aHandlerThatIsToldToEndLeavesItsThreadTold() {
    Plan plan = house.plan(Specs.service("s").build(), House.pass(), House.byNobody());
    Handler interrupted =
        exchange -> {
          exchange.started(House.SERVER);
          throw new InterruptedException();
        };
    assertEquals(new Outcome.Served(), turn(plan).serve(interrupted, () -> {}, () -> true));
    assertTrue(Thread.interrupted());
    assertEquals(List.of(), house.ledger.sessions());
  }

  private static Verdict passing(SpawnChanges.SocketOptions socket, String greeting) {
    SpawnChanges changes =
        new SpawnChanges(Map.of(), SpawnChanges.Owner.SAME, socket, greeting, Optional.empty());
    return new Verdict.Pass(House.EVIDENCE, changes);
  }

  @Test
  void rulesMayGreetAndSayFarewell() throws Exception {
    Verdict pass = passing(SpawnChanges.SocketOptions.SAME, "by the rule\n");
    try (Loopback client = Loopback.open()) {
      run(client, house.plan(withBanners(), pass, House.by(greetingOf(house))));
      assertEquals("HELLO\nby the rule\nWELCOME\nserved\n", client.rest());
    }
    Verdict refuse = new Verdict.Refuse(Reason.LIBWRAP, House.EVIDENCE, "not by the rule\n");
    try (Loopback client = Loopback.open()) {
      client.client().getOutputStream().write(new byte[20_000]);
      run(client, house.plan(Specs.service("s").build(), refuse, House.byNobody()));
      assertEquals("not by the rule\n", client.rest(), "and an orderly end");
    }
  }

  @Test
  void rulesMayMakeTheEndAReset() throws Exception {
    Verdict pass = passing(new SpawnChanges.SocketOptions(true, java.util.OptionalInt.of(0)), "");
    try (Loopback client = Loopback.open()) {
      run(client, house.plan(Specs.service("s").build(), pass, House.by(greetingOf(house))));
      assertThrows(IOException.class, client::rest, "a linger of no seconds is a reset");
    }
  }

  @Test
  void theHostOfARefusedClientIsAskedWhileTheConnectionIsOpenUnlessItWasAskedAlready()
      throws Exception {
    for (Reason why : List.of(Reason.ADDRESS, Reason.IDENT)) {
      try (Loopback client = Loopback.open()) {
        Identification asking =
            new Identification(
                request -> {
                  called.add(why + " open=" + client.accepted().fd().isOpen());
                  return new org.jxinetd.api.access.Identity.Unknown("no server");
                },
                false,
                false,
                true);
        Gate gate =
            new Gate(
                Optional.empty(), List.of(house.new Rule(new Verdict.Refuse(why, House.EVIDENCE))));
        Plan plain = house.plan(Specs.service("s").build(), gate, House.byNobody());
        Plan plan =
            new Plan(plain.service(), gate, House.byNobody(), plain.log(), () -> true, asking);
        run(client, plan);
        assertEquals("", client.rest());
      }
    }
    assertEquals(List.of("address open=true"), called);
  }
}
