package org.jxinetd.host.handover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.jxinetd.api.handler.Running;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Network;
import org.jxinetd.api.service.Origin;
import org.jxinetd.host.Account;
import org.jxinetd.host.Ledger;
import org.jxinetd.host.LiveSession;
import org.jxinetd.host.SourceBlock;

/** What one process tells the next must arrive. */
class BooksTest {
  private static final String PID = "org.jxinetd.service~a b%";
  private static final Address CLIENT = Address.parse("192.0.2.7").orElseThrow();
  private static final Address OTHER = Address.parse("2001:db8::1").orElseThrow();
  private final Ledger old = new Ledger();
  private final Ledger next = new Ledger();

  private void hand(List<List<String>> lines) throws IOException {
    for (List<String> line : lines) {
      for (String word : line) {
        assertFalse(word.isEmpty() || word.contains(" ") || word.contains("\n"), line.toString());
      }
      Books.enter(line, next, 1_000_000_000_000L);
    }
  }

  @Test
  void countsServersOfTheOldProcessUntilTheyEnd() throws IOException {
    Account account = old.account(PID);
    assertTrue(account.takeInstance(10));
    assertTrue(account.takeInstance(10));
    assertTrue(account.takeSource(CLIENT, 128, 10));
    assertTrue(account.takeSource(OTHER, 128, 10));
    assertTrue(old.takePlace(10));
    hand(Books.counts(old));
    Account now = next.account(PID);
    assertEquals(2, now.running());
    assertFalse(now.takeInstance(2));
    assertTrue(now.takeInstance(3));
    assertFalse(now.takeSource(CLIENT, 128, 1));
    assertTrue(now.takeSource(CLIENT, 128, 2));
    assertFalse(next.takePlace(1));
    account.releaseInstance();
    account.releaseSource(CLIENT);
    old.releasePlace();
    hand(Books.counts(old));
    assertEquals(2, now.running(), "one there, one here");
    assertEquals(1, now.running(CLIENT, 128));
    assertTrue(next.takePlace(1));
    Books.forget(next);
    assertEquals(1, now.running());
    assertEquals(0, now.running(OTHER, 128));
  }

  @Test
  void handsRatesRestsAndPausesOver() throws IOException {
    long nanos = 50_000_000_000L;
    Account account = old.account(PID);
    account.takeRate(10, nanos - TimeUnit.MILLISECONDS.toNanos(900));
    account.takeRate(10, nanos - TimeUnit.MILLISECONDS.toNanos(300));
    SourceBlock source = SourceBlock.of(CLIENT, 120);
    account.takeSourceRate(source, 1, Duration.ofMinutes(1).toNanos(), nanos);
    account.takeSourceRate(source, 1, Duration.ofMinutes(1).toNanos(), nanos);
    Instant until = Instant.parse("2030-01-01T00:00:00Z");
    account.pause(until);
    hand(Books.all(old, Instant.now(), nanos));
    Account now = next.account(PID);
    assertEquals(2, now.rate(1_000_000_000_000L));
    assertEquals(1, now.rate(1_000_000_000_000L + TimeUnit.MILLISECONDS.toNanos(400)));
    assertTrue(now.rests(source, 1_000_000_000_000L + Duration.ofSeconds(59).toNanos()));
    assertFalse(now.rests(source, 1_000_000_000_000L + Duration.ofSeconds(61).toNanos()));
    assertEquals(Optional.of(until), now.pausedUntil());
  }

  @Test
  void handsBansOver() throws IOException {
    Instant now = Instant.now();
    old.bans()
        .set(
            Network.of(CLIENT),
            now,
            Optional.of(Duration.ofHours(1)),
            "deny_time = 60\tof x",
            Origin.of("/etc/a b", 7));
    old.bans().set(Network.around(OTHER, 24), now, Optional.empty(), "", Origin.NONE);
    hand(Books.all(old, now, 0));
    assertEquals(old.bans().all(now), next.bans().all(now));
  }

  @Test
  void keepsASocketUnpolledWhileAServerOfTheOldProcessHoldsIt() throws Exception {
    Process server = new ProcessBuilder("/bin/cat").start();
    try {
      old.adopt(PID, "tftp", Instant.now(), new Server(server.pid()));
      hand(Books.all(old, Instant.now(), 0));
      List<LiveSession> sessions = next.sessions(PID);
      assertEquals(1, sessions.size());
      assertTrue(sessions.getFirst().holdsSocket());
      assertEquals(server.pid(), sessions.getFirst().server().pid());
      sessions.getFirst().server().terminate();
      sessions.getFirst().awaitEnd();
      assertEquals(List.of(), next.sessions(PID));
    } finally {
      server.destroyForcibly();
    }
  }

  private record Server(long pid) implements Running {
    @Override
    public void terminate() {
      throw new AssertionError("nobody asked for it");
    }

    @Override
    public void kill() {
      throw new AssertionError("nobody asked for it");
    }
  }

  @Test
  void refusesWhatItDoesNotUnderstand() {
    for (String line : List.of("what", "runs", "runs a b", "ban x y - - -", "rests a 1,2 3")) {
      assertThrows(IOException.class, () -> Books.enter(List.of(line.split(" ")), next, 0), line);
    }
  }
}
