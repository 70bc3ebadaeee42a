package org.jxinetd.log.file;

/**
 * Text that stays on its line. What comes from outside (a name, an ident reply) might hold line
 * ends or terminal controls, and could forge lines otherwise.
 */
final class Printable {

  private static final int MOST = 4096;

  private Printable() {}

  /** The text with {@code \\xNN} for each control character, cut where no honest line gets to. */
  static String of(String text) {
    String bounded = text.length() > MOST ? text.substring(0, MOST) + "..." : text;
    if (isHarmless(bounded)) {
      return bounded;
    }
    StringBuilder out = new StringBuilder(bounded.length() + 16);
    bounded
        .codePoints()
        .forEach(
            c -> {
              if (!isControl(c)) {
                out.appendCodePoint(c);
              } else if (c < 256) {
                out.append(String.format("\\x%02x", c));
              } else {
                out.append(String.format("\\u%04x", c));
              }
            });
    return out.toString();
  }

  /** Nearly all that is written is plain ASCII, and nobody waits longer for it than needed. */
  private static boolean isHarmless(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~') {
        return text.codePoints().noneMatch(Printable::isControl);
      }
    }
    return true;
  }

  static boolean isControl(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }
}
