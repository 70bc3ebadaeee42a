package org.jxinetd.config.language;

import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jxinetd.api.service.Token;

/** Numeric values, each with the range outside of which it cannot be meant. */
public final class Numbers {

  private Numbers() {}

  /** A whole decimal number, digits only but for a leading minus sign. */
  public static OptionalLong whole(String text) {
    int from = text.startsWith("-") ? 1 : 0;
    if (text.length() == from || text.length() > 18 || !isDigits(text, from, text.length())) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(Long.parseLong(text));
  }

  static boolean isDigits(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return to > from;
  }

  static ValueCheck range(String what, long min, long max) {
    return each((word, faults) -> inRange(word, what, min, max, faults));
  }

  private static void inRange(
      Token word, String what, long min, long max, ValueCheck.Faults faults) {
    OptionalLong value = whole(word.text());
    if (value.isEmpty()) {
      faults.error(word, what + " is invalid: " + word.text());
    } else if (value.getAsLong() < min || value.getAsLong() > max) {
      faults.error(
          word, what + " is out of range: " + word.text() + " is not from " + min + " to " + max);
    }
  }

  /** A limit of zero or more, or UNLIMITED. */
  static ValueCheck limit(String what, long max) {
    return each(
        (word, faults) -> {
          if (!word.text().equalsIgnoreCase("UNLIMITED")) {
            inRange(word, what, 0, max, faults);
          }
        });
  }

  static ValueCheck octal(String what, int max) {
    return each(
        (word, faults) -> {
          String text = word.text();
          boolean valid = text.length() <= 8 && text.chars().allMatch(c -> c >= '0' && c <= '7');
          if (!valid || Integer.parseInt(text, 8) > max) {
            faults.error(
                word,
                what
                    + " is invalid: "
                    + text
                    + " is not an octal number from 0 to "
                    + Integer.toOctalString(max));
          }
        });
  }

  private static final Pattern LOAD_NUMBER =
      Pattern.compile(
          "(\\+?(?:[0-9]{1,9}(?:\\.[0-9]{0,9})?|\\.[0-9]{1,9})(?:[eE][+-]?[0-9]{1,3})?)"
              + "(?:[^0-9eE.].*)?");

  /**
   * The load average; 0 would mean no limit to some and no service to others. What stands behind
   * the number does not count, as in C.
   */
  static final ValueCheck LOAD =
      each(
          (word, faults) -> {
            String text = word.text();
            Matcher number = LOAD_NUMBER.matcher(text);
            if (!number.matches() || Double.parseDouble(number.group(1)) == 0) {
              faults.error(word, "max_load is invalid: " + text + " is not a number above 0");
            }
          });

  /** Bytes with k, K, m or M behind them, or UNLIMITED. */
  static final ValueCheck BYTES =
      each(
          (word, faults) -> {
            if (!word.text().equalsIgnoreCase("UNLIMITED") && bytes(word.text()).isEmpty()) {
              faults.error(
                  word,
                  "size is invalid: "
                      + word.text()
                      + " is not UNLIMITED or a number of bytes, k or M");
            }
          });

  /** A size in bytes from digits with an optional k, K, m or M. */
  public static OptionalLong bytes(String text) {
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    long factor =
        switch (text.charAt(text.length() - 1)) {
          case 'k', 'K' -> 1024;
          case 'm', 'M' -> 1024 * 1024;
          default -> 1;
        };
    int end = factor == 1 ? text.length() : text.length() - 1;
    if (end > 12 || !isDigits(text, 0, end)) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(Long.parseLong(text, 0, end, 10) * factor);
  }

  /** A check of one word at a time. */
  interface WordCheck {
    void check(Token word, ValueCheck.Faults faults);
  }

  static ValueCheck each(WordCheck check) {
    return (List<Token> words, ValueCheck.Faults faults) -> {
      words.forEach(word -> check.check(word, faults));
      return words;
    };
  }
}
