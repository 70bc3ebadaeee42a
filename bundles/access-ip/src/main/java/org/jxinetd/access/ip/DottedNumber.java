package org.jxinetd.access.ip;

import java.util.Optional;

/** Decimal numbers separated by dots: what every IPv4 notation is made of. Immutable. */
final class DottedNumber {

  /** 1 to 4 numbers of at most ten digits. */
  private final long[] parts;

  private DottedNumber(long[] parts) {
    this.parts = parts;
  }

  /** The number, or why the text is none. Exactly one of both is there. */
  record Parsed(Optional<DottedNumber> number, String why) {
    private static Parsed wrong(String why) {
      return new Parsed(Optional.empty(), why);
    }
  }

  /** Reads text that consists of digits and dots only. */
  static Parsed parse(String text) {
    if (text.startsWith(".")) {
      return Parsed.wrong("it begins with a dot");
    }
    if (text.contains("..")) {
      return Parsed.wrong("Consecutive dots");
    }
    if (text.endsWith(".")) {
      return Parsed.wrong("it ends with a dot; write zeros for the octets that are left open");
    }
    String[] words = text.split("\\.", 6);
    if (words.length > 4) {
      return Parsed.wrong("it has more than four octets");
    }
    long[] parts = new long[words.length];
    for (int i = 0; i < words.length; i++) {
      String word = words[i];
      if (word.length() > 1 && word.charAt(0) == '0') {
        return Parsed.wrong("'" + word + "' may be octal or decimal; write it without the zero");
      }
      if (word.isEmpty() || word.length() > 10) {
        return Parsed.wrong("'" + word + "' is out of range");
      }
      parts[i] = Long.parseLong(word);
    }
    return new Parsed(Optional.of(new DottedNumber(parts)), "");
  }

  /**
   * The address as inet_aton(3) reads it: the last part fills all the octets that are left, so that
   * {@code 127.1} is 127.0.0.1.
   *
   * @return empty when a part is too large for its place
   */
  Optional<Integer> address() {
    int last = parts.length - 1;
    long address = 0;
    for (int i = 0; i < last; i++) {
      if (parts[i] > 255) {
        return Optional.empty();
      }
      address |= parts[i] << (24 - 8 * i);
    }
    if (parts[last] >>> (32 - 8 * last) != 0) {
      return Optional.empty();
    }
    return Optional.of((int) (address | parts[last]));
  }

  /**
   * The first octets of an address; those not given are zero.
   *
   * @return empty when a part is not an octet
   */
  Optional<Integer> leadingOctets() {
    int address = 0;
    for (int i = 0; i < parts.length; i++) {
      if (parts[i] > 255) {
        return Optional.empty();
      }
      address |= (int) parts[i] << (24 - 8 * i);
    }
    return Optional.of(address);
  }

  int count() {
    return parts.length;
  }
}
