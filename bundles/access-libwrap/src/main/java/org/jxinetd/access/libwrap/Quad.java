package org.jxinetd.access.libwrap;

import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Four numbers with dots between them, each decimal, octal (0…) or hexadecimal (0x…) as in C. */
final class Quad {

  private static final Pattern FIELD = Pattern.compile("0[xX][0-9a-fA-F]{1,8}|[0-9]{1,11}");

  private Quad() {}

  static OptionalInt parse(String text) {
    String[] fields = text.split("\\.", -1);
    if (fields.length != 4) {
      return OptionalInt.empty();
    }
    int bits = 0;
    for (String field : fields) {
      int value = FIELD.matcher(field).matches() ? number(field) : -1;
      if (value < 0 || value > 255) {
        return OptionalInt.empty();
      }
      bits = bits << 8 | value;
    }
    return OptionalInt.of(bits);
  }

  private static int number(String field) {
    try {
      long value = Long.decode(field); // the same three notations
      return value > 255 ? -1 : (int) value;
    } catch (NumberFormatException notOctal) {
      return -1;
    }
  }
}
