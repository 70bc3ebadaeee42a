package org.jxinetd.shell.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class PrintableTest {

  @Test
  void takesTheSteeringOutOfEscapeSequences() {
    assertEquals("a?]0;title?b?[31m", Printable.of("a\u001b]0;title\u0007b\u009b[31m"));
  }

  @Test
  void keepsOneLineOneLine() {
    assertEquals("a?b??c?d", Printable.of("a\nb\r\nc\u2028d"));
  }

  @Test
  void showsWhatIsInvisible() {
    assertEquals("x?y?z", Printable.of("x\u202ey\ud800z"));
  }

  @Test
  void leavesPlainTextAlone() {
    String text = "größe 大 😀";
    assertSame(text, Printable.of(text));
  }
}
