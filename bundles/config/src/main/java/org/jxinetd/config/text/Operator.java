package org.jxinetd.config.text;

import java.util.Optional;

/** What a line does to the value of an attribute. */
public enum Operator {
  SET("="),
  ADD("+="),
  REMOVE("-=");

  private final String sign;

  Operator(String sign) {
    this.sign = sign;
  }

  public String sign() {
    return sign;
  }

  /** The operator at the beginning of a word; the first value may stick to it. */
  static Optional<Operator> startOf(String word) {
    for (Operator operator : values()) {
      if (word.startsWith(operator.sign)) {
        return Optional.of(operator);
      }
    }
    return Optional.empty();
  }
}
