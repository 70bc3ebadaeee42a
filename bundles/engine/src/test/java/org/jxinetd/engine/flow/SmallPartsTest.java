package org.jxinetd.engine.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jxinetd.api.access.Mode;
import org.jxinetd.api.access.Phase;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.handler.Datagram;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.linux.Sockets;

/** Slots, the plan's users, banners, the last stranger, bytes to clients. */
class SmallPartsTest {

  @TempDir Path folder;

  @Test
  void placesAreGivenBackOnceTheLastTakenFirst() {
    List<String> back = new ArrayList<>();
    Slots slots = new Slots();
    slots.taken(() -> back.add("first"));
    slots.taken(() -> back.add("second"));
    slots.close();
    slots.close();
    assertEquals(List.of("second", "first"), back);
  }

  @Test
  void aPlaceIsWantedWhenItIsTheLastOfItsKind() {
    AtomicInteger left = new AtomicInteger(1);
    Slots slots = new Slots();
    slots.taken(() -> {});
    assertFalse(slots.wanted());
    slots.taken(() -> {}, () -> left.get() == 0);
    assertFalse(slots.wanted());
    left.set(0);
    assertTrue(slots.wanted());
    slots.close();
    assertFalse(slots.wanted());
  }

  @Test
  void aPlanIsClosedByItsLastUser() {
    try (House house = new House()) {
      Plan plan = house.plan(Specs.service("s").build(), House.pass(), House.byNobody());
      assertTrue(plan.retain());
      plan.release();
      assertTrue(plan.retain(), "one use is left, the engine's");
      plan.release();
      plan.release();
      assertFalse(plan.retain(), "it is closed");
      house.log();
      assertEquals(1, house.logsClosed.get());
      assertTrue(plan.usable());
      house.usable.set(false);
      assertFalse(plan.usable());
    }
  }

  @Test
  void aTrapHasNobodyToServe() {
    assertEquals(Optional.empty(), Plan.Serving.NOBODY.handler());
    assertEquals(Optional.empty(), Plan.Serving.NOBODY.datagrams());
    Datagram datagram =
        new Datagram() {
          @Override
          public Endpoint peer() {
            return new Endpoint(Address.ANY_INET, 9);
          }

          @Override
          public byte[] data() {
            return new byte[0];
          }

          @Override
          public void reply(byte[] answer) {
            throw new AssertionError("answered");
          }
        };
    assertThrows(
        IOException.class,
        () -> Plan.Serving.NO_DATAGRAM.datagrams().orElseThrow().answer(datagram));
  }

  @Test
  void aRuleIsACheckOfItsPhase() {
    List<Mode> modes = new ArrayList<>();
    Verdict verdict = House.refuse();
    RuleCheck check =
        new RuleCheck(
            Phase.IDENT,
            (request, mode) -> {
              modes.add(mode);
              return verdict;
            });
    Request client = Specs.from(Specs.service("s").build(), "192.0.2.1");
    assertSame(verdict, check.check(client, Mode.DECIDE, new Slots()));
    assertEquals("ident", check.explain(client).getFirst().step());
    assertEquals(List.of(Mode.DECIDE, Mode.DRY_RUN), modes);
  }

  @Test
  void bannersAreReadForEachClientByteForByteAndCut() throws IOException {
    Path file = folder.resolve("b");
    Banners banners =
        Banners.of(Specs.service("s").attribute("banner_fail", file.toString()).build());
    assertFalse(banners.none());
    assertEquals(Optional.empty(), banners.read(banners.always()));
    assertEquals(Optional.empty(), banners.read(banners.fail()), "it is missing");
    byte[] bytes = {0, -1, '\r', '\n', '%'};
    Files.write(file, bytes);
    assertArrayEquals(bytes, banners.read(banners.fail()).orElseThrow());
    Files.write(file, new byte[100_000]);
    assertEquals(65_536, banners.read(banners.fail()).orElseThrow().length);
    Files.delete(file);
    Files.createDirectory(file);
    assertEquals(Optional.empty(), banners.read(banners.fail()), "a folder");
  }

  @Test
  void eachKindOfBannerCounts() {
    assertTrue(Banners.of(Specs.service("s").build()).none());
    for (String kind : List.of("banner", "banner_success", "banner_fail")) {
      assertFalse(Banners.of(Specs.service("s").attribute(kind, "/x").build()).none(), kind);
    }
  }

  @Test
  void theLastStrangerIsForgottenAfterAMinuteOrForAnotherOne() {
    LastStranger last = new LastStranger();
    Endpoint one = new Endpoint(Address.inet(1), 1);
    Endpoint two = new Endpoint(Address.inet(1), 2);
    assertFalse(last.isRepeated(one, House.NOW));
    assertTrue(last.isRepeated(one, House.NOW.plusSeconds(1)));
    assertTrue(last.isRepeated(one, House.NOW.plusSeconds(60)));
    assertFalse(last.isRepeated(one, House.NOW.plusSeconds(61)), "a minute since it was written");
    assertFalse(last.isRepeated(two, House.NOW.plusSeconds(62)));
    assertFalse(last.isRepeated(one, House.NOW.plusSeconds(63)), "one is remembered");
  }

  @Test
  void sendsMoreThanTheSocketHolds() throws Exception {
    byte[] much = new byte[8_000_000];
    for (int i = 0; i < much.length; i++) {
      much[i] = (byte) (i * 31);
    }
    try (Loopback client = Loopback.open()) {
      Sockets.nonBlocking(client.accepted().fd(), true);
      Thread sender =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      ClientBytes.send(client.accepted().fd(), much);
                      Sockets.shutdownOutput(client.accepted().fd());
                    } catch (IOException e) {
                      throw new IllegalStateException(e);
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  });
      assertArrayEquals(much, client.client().getInputStream().readAllBytes());
      sender.join();
    }
  }

  @Test
  void waitsOneSecondForTheClientsEndAndNoLonger() throws Exception {
    try (Loopback client = Loopback.open()) {
      long before = System.nanoTime();
      ClientBytes.farewell(client.accepted().fd());
      long took = System.nanoTime() - before;
      assertTrue(took >= 900_000_000L && took < 4_000_000_000L, took + " ns");
      assertEquals("", client.rest());
    }
  }

  @Test
  void readsAtMostSixtyFourKilobytesOfAClientThatDoesNotStop() throws Exception {
    try (Loopback client = Loopback.open()) {
      client.client().getOutputStream().write(new byte[100_000]);
      long before = System.nanoTime();
      ClientBytes.farewell(client.accepted().fd());
      assertTrue(System.nanoTime() - before < 900_000_000L, "it has had enough");
    }
  }

  @Test
  void theClientsEndIsTheEnd() throws Exception {
    try (Loopback client = Loopback.open()) {
      client.client().getOutputStream().write(new byte[9000]);
      client.client().shutdownOutput();
      long before = System.nanoTime();
      ClientBytes.farewell(client.accepted().fd());
      assertTrue(System.nanoTime() - before < 900_000_000L, "nobody waits");
    }
  }
}
