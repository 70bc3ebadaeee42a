package org.jxinetd.shell.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {

  @Test
  void countsASwapOfNeighboursAsOne() {
    assertEquals(1, Nearest.distance("tfpt", "tftp"));
    assertEquals(3, Nearest.distance("kitten", "sitting"));
    assertEquals(0, Nearest.distance("", ""));
    assertEquals(3, Nearest.distance("", "abc"));
  }

  @Test
  void offersThreeAtMostTheNearestFirst() {
    assertEquals(
        List.of("echo", "echo2", "echo3"),
        Nearest.of("echo", List.of("echo4", "echo3", "echo2", "echo", "ftp", "echo")));
  }

  @Test
  void offersWhatTheWordBegins() {
    assertEquals(List.of("daytime-stream"), Nearest.of("dayt", List.of("daytime-stream", "time")));
  }

  @Test
  void spendsNothingOnWordsTooLongToBeMistakes() {
    assertEquals(List.of(), Nearest.of("e".repeat(65), List.of("e".repeat(64))));
  }
}
