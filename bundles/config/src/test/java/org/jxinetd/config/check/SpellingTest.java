package org.jxinetd.config.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpellingTest {

  @Test
  void findsTheWordThatWasMeant() {
    List<String> words = List.of("nice", "port", "per_source", "only_from");
    assertEquals(Optional.of("per_source"), Spelling.nearest("per_sorce", words));
    assertEquals(Optional.of("only_from"), Spelling.nearest("onlyfrom", words));
    assertEquals(Optional.empty(), Spelling.nearest("kafel_rule", words));
    assertEquals(Optional.empty(), Spelling.nearest("x".repeat(1000), words));
  }

  @Test
  void countsSlips() {
    assertEquals(0, Spelling.distance("port", "port"));
    assertEquals(1, Spelling.distance("prt", "port"));
    assertEquals(3, Spelling.distance("kitten", "sitting"));
  }
}
