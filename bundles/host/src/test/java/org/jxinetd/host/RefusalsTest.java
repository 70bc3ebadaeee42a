package org.jxinetd.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.jxinetd.api.access.Reason;

class RefusalsTest {

  @Test
  void theOldestMakesRoom() {
    Refusals refusals = new Refusals();
    for (int i = 0; i < Refusals.KEPT + 5; i++) {
      refusals.add(Instant.EPOCH, "s" + i, Optional.empty(), Reason.ADDRESS, List.of());
    }
    assertEquals(Refusals.KEPT, refusals.all().size());
    assertEquals(6, refusals.all().getFirst().id());
    assertTrue(refusals.find(5).isEmpty());
    assertEquals("s5", refusals.find(6).orElseThrow().service());
    assertEquals(Refusals.KEPT + 5, refusals.all().getLast().id());
  }
}
