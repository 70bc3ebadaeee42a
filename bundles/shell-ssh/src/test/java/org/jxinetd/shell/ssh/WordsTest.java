package org.jxinetd.shell.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WordsTest {

  @Test
  void splitsAsAShellDoes() {
    assertEquals(List.of("services", "--json"), Words.split("  services\t--json "));
    assertEquals(List.of("a b", "c\"d", "", "e'f"), Words.split("'a b' c\\\"d '' \"e'f\""));
    assertEquals(List.of("ab"), Words.split("'a'\"b\""));
    assertEquals(List.of("a\"b"), Words.split("\"a\\\"b\""));
    assertEquals(List.of("a\\b"), Words.split("'a\\b'"));
    assertEquals(List.of(), Words.split("   "));
    assertEquals(List.of("\\"), Words.split("\\"));
  }

  @Test
  void refusesWhatHasNoEnd() {
    assertThrows(IllegalArgumentException.class, () -> Words.split("why 'ftp"));
    assertThrows(IllegalArgumentException.class, () -> Words.split("why \"ftp\\\""));
    String many = "x ".repeat(300);
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> Words.split(many))
            .getMessage()
            .contains("more than 256 words"));
  }

  @Test
  void strangersWordsAreShownHarmlessly() {
    assertEquals("root?[2J?x", Words.shown("root\u001b[2J\nx"));
    assertEquals("?gnp.exe", Words.shown("\u202egnp.exe"));
    assertEquals("zoë", Words.shown("zoë"));
    assertEquals("?", Words.shown(null));
    assertEquals(64, Words.shown("x".repeat(10_000)).length());
  }

  @Test
  void linesEndSomewhere() throws IOException {
    Lines lines = lines("one\n\ntwo");
    assertEquals(Optional.of("one"), lines.next());
    assertEquals(Optional.of(""), lines.next());
    assertEquals(Optional.of("two"), lines.next());
    assertEquals(Optional.empty(), lines.next());
    Lines endless = lines("x".repeat(Lines.LONGEST + 1));
    assertThrows(IOException.class, endless::next);
  }

  private static Lines lines(String text) {
    return new Lines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }
}
