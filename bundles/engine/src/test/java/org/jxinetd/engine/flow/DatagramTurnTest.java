package org.jxinetd.engine.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.handler.DatagramService;
import org.jxinetd.api.log.Started;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.SocketType;
import org.jxinetd.linux.Datagrams;
import org.jxinetd.linux.Fd;
import org.jxinetd.linux.Poller;
import org.jxinetd.linux.Sockets;

class DatagramTurnTest {

  private final House house = new House();
  private final ServiceSpec service =
      Specs.service("d").socketType(SocketType.DGRAM).protocol("udp", 17).build();
  private Fd socket;
  private DatagramSocket client;

  @BeforeEach
  void open() throws Exception {
    socket = Loopback.datagrams();
    client = new DatagramSocket();
    client.setSoTimeout(20_000);
  }

  @AfterEach
  void close() {
    client.close();
    socket.close();
    house.close();
  }

  private void turn(Verdict verdict, DatagramService answering, int times) throws Exception {
    Plan plan =
        house.plan(
            service, verdict, new Plan.Serving(Optional.empty(), Optional.of(answering), true));
    Plans none =
        () -> {
          throw new AssertionError("nobody waits for a plan");
        };
    DatagramTurn turn =
        new DatagramTurn(
            house.shared, none, plan, socket, Sockets.local(socket), house.suspensions::add);
    for (int i = 0; i < times; i++) {
      InetAddress here = InetAddress.getLoopbackAddress();
      byte[] question = {'?', (byte) ('0' + i)};
      client.send(new DatagramPacket(question, 2, here, Sockets.local(socket).port()));
      assertTrue(Poller.await(socket, Poller.READ, Loopback.LONGEST));
      turn.serve(Datagrams.receive(socket, 100, false));
      assertEquals(0, house.held.get());
    }
    plan.release();
    house.log();
    assertEquals(1, house.logsClosed.get(), "each turn has let go of the plan");
    assertThrows(
        IllegalStateException.class,
        () -> turn.serve(new Datagrams.Received(Sockets.local(socket), new byte[0])));
  }

  @Test
  void answersAndLogsTheStart() throws Exception {
    turn(
        House.pass(),
        datagram -> {
          assertEquals(client.getLocalPort(), datagram.peer().port());
          datagram.reply(new byte[] {'!', datagram.data()[1]});
        },
        2);
    for (char expected : new char[] {'0', '1'}) {
      DatagramPacket answer = new DatagramPacket(new byte[9], 9);
      client.receive(answer);
      assertEquals(2, answer.getLength());
      assertEquals(expected, answer.getData()[1]);
    }
    assertEquals(2, house.log().size());
    assertEquals(0, ((Started) house.log().getFirst()).pid());
  }

  @Test
  void aServiceThatFailsHarmsNobody() throws Exception {
    turn(
        House.pass(),
        datagram -> {
          if (datagram.data()[1] == '0') {
            throw new IOException("gone");
          }
          throw new IllegalStateException("bug");
        },
        2);
    assertEquals(2, house.log().size());
  }

  @Test
  void theSameStrangerIsWrittenDownOnceAMinute() throws Exception {
    turn(House.refuse(), datagram -> {}, 5);
    assertEquals(1, house.log().size());
    assertEquals(1, house.ledger.refusals().all().size());
  }

  @Test
  void otherReasonsAreWrittenDownEachTime() throws Exception {
    Verdict.Suspend trip = new Verdict.Suspend(Reason.CPS, Duration.ofSeconds(9), House.EVIDENCE);
    turn(trip, datagram -> {}, 2);
    assertEquals(2, house.log().size());
    assertEquals(List.of(trip, trip), house.suspensions);
  }
}
