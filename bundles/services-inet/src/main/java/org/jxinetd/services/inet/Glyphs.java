package org.jxinetd.services.inet;

/**
 * The pattern of RFC 864: lines of 72 of the 95 printing ASCII characters, each line beginning one
 * character further in the ring than the line before it.
 */
final class Glyphs {

  private static final int RING = '~' - ' ' + 1;
  private static final int WIDTH = 72;
  private static final int LINE = WIDTH + 2;

  /** After this many lines the pattern begins again. */
  static final int LINES = RING;

  private Glyphs() {}

  /** The whole pattern once: {@value #LINES} lines, each ended by CR LF. */
  static byte[] cycle() {
    byte[] out = new byte[LINES * LINE];
    for (int line = 0; line < LINES; line++) {
      int at = line * LINE;
      for (int i = 0; i < WIDTH; i++) {
        out[at + i] = (byte) (' ' + (line + i) % RING);
      }
      out[at + WIDTH] = '\r';
      out[at + WIDTH + 1] = '\n';
    }
    return out;
  }

  /** {@code length} characters of the pattern from the beginning of a line on. */
  static byte[] from(byte[] cycle, int line, int length) {
    byte[] out = new byte[length];
    int at = line * LINE;
    for (int i = 0; i < length; i++) {
      out[i] = cycle[(at + i) % cycle.length];
    }
    return out;
  }

  /** Lines that {@code length} characters touch. */
  static int lines(int length) {
    return (length + LINE - 1) / LINE;
  }
}
