package org.jxinetd.engine.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.handler.Handler;
import org.jxinetd.api.handler.Outcome;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.SocketType;
import org.jxinetd.linux.Datagrams;
import org.jxinetd.linux.Fd;
import org.jxinetd.linux.Poller;
import org.jxinetd.linux.Sockets;

class WaitTurnTest {

  @TempDir Path folder;
  private final House house = new House();
  private final ServiceSpec datagrams =
      Specs.service("d").socketType(SocketType.DGRAM).protocol("udp", 17).waits(true).build();
  private final List<String> served = new ArrayList<>();

  @AfterEach
  void close() {
    house.close();
  }

  private WaitTurn run(Fd socket, Plan plan) throws Exception {
    assertTrue(plan.retain());
    assertTrue(house.ceiling.tryAcquire());
    Plans none =
        () -> {
          throw new AssertionError("nobody waits for a plan");
        };
    WaitTurn turn =
        new WaitTurn(
            house.shared, none, plan, socket, Sockets.local(socket), house.suspensions::add);
    turn.run();
    assertEquals(House.PERMITS, house.ceiling.availablePermits());
    assertEquals(0, house.held.get());
    assertTrue(socket.isOpen(), "the socket is the service's own");
    plan.release();
    house.log();
    assertEquals(1, house.logsClosed.get(), "the plan is let go");
    return turn;
  }

  private static void send(Fd to, String text) throws Exception {
    try (DatagramSocket socket = new DatagramSocket()) {
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      InetAddress here = InetAddress.getLoopbackAddress();
      socket.send(new DatagramPacket(bytes, bytes.length, here, Sockets.local(to).port()));
    }
    assertTrue(Poller.await(to, Poller.READ, Loopback.LONGEST));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  private Handler remembering() {
    return exchange -> {
      exchange.started(House.SERVER);
      assertThrows(IllegalStateException.class, exchange::connection);
      served.add(exchange.request().peer().map(p -> p.address().toString()).orElse("?"));
      served.add(Integer.toString(exchange.descriptor()));
      return new Outcome.Exited(0);
    };
  }

  @Test
  void theServerGetsTheSocketWithTheDatagramStillInIt() throws Exception {
    try (Fd socket = Loopback.datagrams()) {
      send(socket, "first");
      WaitTurn turn = run(socket, house.plan(datagrams, House.pass(), House.by(remembering())));
      assertTrue(turn.started());
      assertEquals(List.of("127.0.0.1", Integer.toString(socket.number())), served);
      assertEquals("first", text(Datagrams.receive(socket, 99, false).data()));
      assertEquals(2, house.log().size());
    }
  }

  @Test
  void theDatagramOfARefusedClientIsTakenOffTheSocket() throws Exception {
    try (Fd socket = Loopback.datagrams()) {
      send(socket, "bad");
      send(socket, "good");
      WaitTurn turn = run(socket, house.plan(datagrams, House.refuse(), House.byNobody()));
      assertFalse(turn.started());
      assertEquals("good", text(Datagrams.receive(socket, 99, false).data()));
      assertNull(Datagrams.receive(socket, 99, false));
      assertEquals(Reason.ADDRESS, house.ledger.refusals().all().getFirst().reason());
      assertEquals(1, house.log().size());
    }
  }

  @Test
  void nothingToReadIsNobodysTurn() throws Exception {
    try (Fd socket = Loopback.datagrams()) {
      assertFalse(run(socket, house.plan(datagrams, House.pass(), House.byNobody())).started());
      assertEquals(List.of(), house.log());
    }
  }

  @Test
  void aRefusedStreamClientIsAcceptedAndSeesWhy() throws Exception {
    ServiceSpec streams =
        Specs.service("s")
            .waits(true)
            .attribute("banner_fail", Files.writeString(folder.resolve("f"), "SORRY\n").toString())
            .build();
    Verdict.Suspend trip = new Verdict.Suspend(Reason.CPS, Duration.ofSeconds(9), House.EVIDENCE);
    try (Fd listener = Loopback.listener();
        Socket client = Loopback.connect(listener)) {
      client.getOutputStream().write(new byte[5000]);
      client.shutdownOutput();
      assertTrue(Poller.await(listener, Poller.READ, Loopback.LONGEST));
      run(listener, house.plan(streams, trip, House.byNobody()));
      assertEquals("SORRY\n", text(client.getInputStream().readAllBytes()));
      assertEquals(List.of(trip), house.suspensions);
      assertNull(Sockets.accept(listener), "nobody is left");
      assertEquals(Optional.empty(), house.ledger.refusals().all().getFirst().peer());
    }
  }

  @Test
  void aRefusedClientThatIsGoneIsNoTrouble() throws Exception {
    ServiceSpec streams = Specs.service("s").waits(true).build();
    try (Fd listener = Loopback.listener()) {
      run(listener, house.plan(streams, House.refuse(), House.byNobody()));
      assertEquals(1, house.log().size());
    }
  }
}
