package org.jxinetd.config.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class CapabilitiesTest {

  @Test
  void readsListsAndLeavesDirectivesOut() {
    assertEquals(
        List.of(
            new Capabilities.Values("a.b", "name", List.of("x", "y:z")),
            new Capabilities.Values("c", "v", List.of("1"))),
        Capabilities.parse("a.b;name:List<String>=\"x,y:z\";uses:=\"p,q\",c;v=1"));
  }

  @Test
  void takesAnythingWithoutHarm() {
    assertEquals(List.of(), Capabilities.parse(""));
    assertEquals(List.of(), Capabilities.parse(",;;,\"a;b"));
  }
}
