package org.jxinetd.shell.ssh;

import java.util.ArrayList;
import java.util.List;

/** Command lines as words, and strangers' words as text for the log. */
final class Words {

  private static final int MOST = 256;
  private static final int SHOWN = 64;

  private Words() {}

  /**
   * Splits a line at blanks; quotation marks and apostrophes hold together what stands between
   * them, a backslash takes the next character as it is, except between apostrophes.
   *
   * @throws IllegalArgumentException when a quote is not closed or there are too many words; the
   *     message says which
   */
  static List<String> split(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean open = false; // a word has begun, empty or not
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && quote != '\'' && i + 1 < line.length()) {
        i++;
        word.append(line.charAt(i));
        open = true;
      } else if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
        open = true;
      } else if (Character.isWhitespace(c)) {
        if (open) {
          words.add(word.toString());
          word.setLength(0);
          open = false;
        }
      } else {
        word.append(c);
        open = true;
      }
      if (words.size() > MOST) {
        throw new IllegalArgumentException("there are more than " + MOST + " words");
      }
    }
    if (quote != 0) {
      throw new IllegalArgumentException("a quotation mark is not closed");
    }
    if (open) {
      words.add(word.toString());
    }
    return words;
  }

  /** A stranger's words, short and without anything that could steer a terminal. */
  static String shown(String text) {
    if (text == null) {
      return "?";
    }
    StringBuilder out = new StringBuilder();
    text.codePoints().limit(SHOWN).forEach(c -> out.appendCodePoint(isHarmless(c) ? c : '?'));
    return out.toString();
  }

  private static boolean isHarmless(int c) {
    return (c >= ' ' && c < 127) || Character.isLetterOrDigit(c);
  }
}
