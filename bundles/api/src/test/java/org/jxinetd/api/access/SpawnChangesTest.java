package org.jxinetd.api.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.jxinetd.api.access.SpawnChanges.Owner;
import org.jxinetd.api.access.SpawnChanges.SocketOptions;

class SpawnChangesTest {

  private static final SpawnChanges FIRST =
      new SpawnChanges(
          Map.of("A", "1", "B", "1"),
          new Owner(OptionalInt.of(1), OptionalInt.of(2), OptionalInt.of(3), OptionalInt.of(4)),
          new SocketOptions(true, OptionalInt.of(5)),
          "hello, ",
          Optional.of("first"));

  @Test
  void nothingChangesNothing() {
    assertSame(FIRST, FIRST.and(SpawnChanges.NONE));
    assertSame(FIRST, SpawnChanges.NONE.and(FIRST));
  }

  @Test
  void theLaterOneWins() {
    SpawnChanges later =
        new SpawnChanges(
            Map.of("B", "2"),
            new Owner(
                OptionalInt.of(11), OptionalInt.of(12), OptionalInt.of(13), OptionalInt.of(14)),
            new SocketOptions(false, OptionalInt.of(15)),
            "world",
            Optional.of("second"));
    assertEquals(
        new SpawnChanges(
            Map.of("A", "1", "B", "2"),
            later.owner(),
            new SocketOptions(true, OptionalInt.of(15)),
            "hello, world",
            Optional.of("second")),
        FIRST.and(later));
  }

  @Test
  void whatTheLaterOneLeavesOpenStays() {
    SpawnChanges later = new SpawnChanges(Map.of("C", "3"));
    SpawnChanges both = FIRST.and(later);
    assertEquals(Map.of("A", "1", "B", "1", "C", "3"), both.environment());
    assertEquals(FIRST.owner(), both.owner());
    assertEquals(FIRST.socket(), both.socket());
    assertEquals(FIRST.command(), both.command());
    assertEquals("alice", new Identity.Known("UNIX : alice").user());
    assertEquals("bob", new Identity.Known("bob").user());
  }
}
