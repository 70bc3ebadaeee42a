package org.jxinetd.access.ip;

import java.util.Optional;

/**
 * Tells what kind of pattern a word is and reads it. The kinds are told apart by their characters
 * alone, so that a slip of the pen in an address is an error and not taken for a host name.
 */
final class PatternReader {

  private final Inet6Notation inet6;
  private final Networks networks;

  PatternReader(Inet6Notation inet6, Networks networks) {
    this.inet6 = inet6;
    this.networks = networks;
  }

  /** Reads a pattern that must be numeric: of any other kind it is foreign. */
  Reading readNumeric(String word) {
    boolean name = word.indexOf(':') < 0 && word.indexOf('{') < 0 && !startsWithDigit(word);
    return name ? Reading.FOREIGN : read(word);
  }

  private static boolean startsWithDigit(String word) {
    return !word.isEmpty() && word.charAt(0) >= '0' && word.charAt(0) <= '9';
  }

  Reading read(String word) {
    boolean braces = word.indexOf('{') >= 0 || word.indexOf('}') >= 0;
    if (word.indexOf(':') >= 0 && !Inet6Notation.claims(word)) {
      return Reading.FOREIGN; // KIND:REST belongs to the provider of that kind
    }
    if (word.indexOf(',') >= 0 && !braces) {
      return new Reading.Malformed(
          "Address: "
              + word
              + " has a comma in it - remove the comma; entries are separated by"
              + " blanks");
    }
    if (word.indexOf(':') >= 0) {
      return inet6.read(word);
    }
    if (braces) {
      return InetNotation.factorised(word);
    }
    int slash = word.indexOf('/');
    String base = slash < 0 ? word : word.substring(0, slash);
    if (InetNotation.isHexadecimal(base)) {
      return Reading.bad(word, "hexadecimal numbers are not taken; write decimal octets");
    }
    if (InetNotation.isDotted(base)) {
      return slash < 0
          ? InetNotation.numeric(word)
          : InetNotation.masked(word, base, word.substring(slash + 1));
    }
    return slash < 0 && !word.startsWith(".") ? network(word) : Reading.FOREIGN;
  }

  /**
   * A network name stands for all of its network: xinetd compares with the base address alone,
   * because the C library hands it the number in another alignment than it expects.
   */
  private Reading network(String word) {
    Optional<Networks.Entry> entry = networks.find(word);
    if (entry.isEmpty()) {
      return Reading.FOREIGN;
    }
    String number = entry.get().number();
    String place = networks.file() + ":" + entry.get().line();
    Optional<Integer> address =
        InetNotation.isDotted(number)
            ? DottedNumber.parse(number).number().flatMap(DottedNumber::leadingOctets)
            : Optional.empty();
    if (address.isEmpty()) {
      return Reading.bad(word, "its number '" + number + "' in " + place + " is not a network");
    }
    if (address.get() == 0) {
      return Reading.bad(word, place + " gives it no number; write 0.0.0.0/0 to mean everybody");
    }
    return Reading.block(Prefix.inetWithWildcards(address.get()));
  }
}
