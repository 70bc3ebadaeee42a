package org.jxinetd.handler.exec;

import java.util.OptionalLong;

/** Amounts of bytes: digits with an optional k or m behind them. */
final class Sizes {

  private Sizes() {}

  /** Empty for what is no amount. */
  static OptionalLong bytes(String word) {
    if (word.isEmpty()) {
      return OptionalLong.empty();
    }
    int shift =
        switch (Character.toLowerCase(word.charAt(word.length() - 1))) {
          case 'k' -> 10;
          case 'm' -> 20;
          default -> 0;
        };
    String digits = shift == 0 ? word : word.substring(0, word.length() - 1);
    return digits.matches("[0-9]{1,12}")
        ? OptionalLong.of(Long.parseLong(digits) << shift)
        : OptionalLong.empty();
  }
}
