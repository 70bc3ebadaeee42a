package org.jxinetd.log.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PrintableTest {

  @Test
  void leavesOrdinaryTextAlone() {
    String text = "USERID: ftp UNIX : Jörg \\ \"é\" 日本 \ud83d\ude00";

    assertEquals(text, Printable.of(text));
  }

  @Test
  void showsWhateverCouldEndALineOrSteerATerminal() {
    assertEquals("a\\x0ab\\x0dc\\x00d\\x09", Printable.of("a\nb\rc\0d\t"));
    assertEquals("\\x1b[2J\\x7f\\x85\\x9b", Printable.of("\u001b[2J\u007f\u0085\u009b"));
    assertEquals("\\u2028\\u2029\\u202e", Printable.of("\u2028\u2029\u202e"));
    assertEquals("\\ud800x", Printable.of("\ud800x"));
  }

  @Test
  void boundsALine() {
    String cut = Printable.of("x".repeat(1_000_000));

    assertEquals(4099, cut.length());
    assertTrue(cut.endsWith("x..."));
  }
}
