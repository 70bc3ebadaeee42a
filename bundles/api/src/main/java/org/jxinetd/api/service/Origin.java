package org.jxinetd.api.service;

import java.util.Objects;

/**
 * Where a word of the configuration was written.
 *
 * @param source path of the file, or the Config Admin PID
 * @param line line in the file counted from 1; 0 when the source has no lines
 * @param column column of the first character counted from 1; 0 when unknown
 */
public record Origin(String source, int line, int column) {

  /** An origin for values that nobody wrote down, such as built-in defaults. */
  public static final Origin NONE = new Origin("", 0, 0);

  public Origin {
    Objects.requireNonNull(source, "source");
    if (line < 0 || column < 0) {
      throw new IllegalArgumentException("negative position: " + line + ":" + column);
    }
  }

  public static Origin of(String source, int line) {
    return new Origin(source, line, 0);
  }

  /**
   * Reads what {@link #toString()} wrote.
   *
   * @return the origin; text without a position becomes the source
   */
  public static Origin parse(String text) {
    int last = number(text, text.length());
    if (last < 0) {
      return new Origin(text, 0, 0);
    }
    int before = number(text, last);
    if (before < 0) {
      return new Origin(text.substring(0, last), value(text, last, text.length()), 0);
    }
    return new Origin(
        text.substring(0, before), value(text, before, last), value(text, last, text.length()));
  }

  /** Index of the colon that starts a number ending at {@code end}, or -1. */
  private static int number(String text, int end) {
    int i = end;
    while (i > 0 && Character.digit(text.charAt(i - 1), 10) >= 0 && text.charAt(i - 1) < 128) {
      i--;
    }
    boolean isNumber = i < end && end - i <= 9 && i > 1 && text.charAt(i - 1) == ':';
    return isNumber ? i - 1 : -1;
  }

  private static int value(String text, int colon, int end) {
    return Integer.parseInt(text, colon + 1, end, 10);
  }

  // written out for the sake of Token
  @Override
  public boolean equals(Object other) {
    return other instanceof Origin origin
        && line == origin.line
        && column == origin.column
        && source.equals(origin.source);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * source.hashCode() + line) + column;
  }

  /** {@code FILE:LINE:COLUMN}, shortened to what is known: the form editors can jump to. */
  @Override
  public String toString() {
    if (line == 0) {
      return source;
    }
    return column == 0 ? source + ":" + line : source + ":" + line + ":" + column;
  }
}
