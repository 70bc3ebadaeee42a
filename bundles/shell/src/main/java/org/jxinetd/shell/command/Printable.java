package org.jxinetd.shell.command;

/** Text that cannot steer a terminal. */
public final class Printable {

  private Printable() {}

  /**
   * The text with a question mark for each character that a terminal obeys instead of showing:
   * control characters (escape sequences begin with one), line ends, invisible format characters
   * such as those that reverse the direction of writing, and halves of surrogate pairs.
   */
  public static String of(String text) {
    int length = text.length();
    for (int i = 0; i < length; ) {
      int c = text.codePointAt(i);
      if (!isHarmless(c)) {
        return cleaned(text);
      }
      i += Character.charCount(c);
    }
    return text;
  }

  static boolean isHarmless(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }

  private static String cleaned(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> out.appendCodePoint(isHarmless(c) ? c : '?'));
    return out.toString();
  }
}
