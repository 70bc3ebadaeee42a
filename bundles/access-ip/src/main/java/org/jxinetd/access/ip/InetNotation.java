package org.jxinetd.access.ip;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jxinetd.api.service.Address;

/**
 * The IPv4 notations of xinetd.conf(5): {@code 128.138.12.0} (trailing zero octets are wildcards),
 * {@code 10.0.0.0/8}, {@code 10.0.0.0/255.0.0.0} and {@code 128.138.{12,13}}.
 */
final class InetNotation {

  private static final int MAX_ITEMS = 256;
  private static final String NUMBER = "(?:0[xX][0-9a-fA-F]+|[0-9]+)";
  private static final Pattern HEXADECIMAL = Pattern.compile(NUMBER + "(?:\\." + NUMBER + ")*+");

  private InetNotation() {}

  static boolean isDotted(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c == '.' || isDigit(c));
  }

  /**
   * True for numbers of which one is hexadecimal: inet_aton(3) takes them, but so would a resolver
   * take them for a name.
   */
  static boolean isHexadecimal(String text) {
    return (text.indexOf('x') >= 0 || text.indexOf('X') >= 0)
        && HEXADECIMAL.matcher(text).matches();
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  static Reading numeric(String word) {
    DottedNumber.Parsed parsed = DottedNumber.parse(word);
    if (parsed.number().isEmpty()) {
      return Reading.bad(word, parsed.why());
    }
    Optional<Integer> address = parsed.number().get().address();
    return address.isPresent()
        ? Reading.block(Prefix.inetWithWildcards(address.get()))
        : Reading.bad(word, "an octet is out of range");
  }

  /** {@code base/mask}; the mask is a number of bits or a contiguous dotted mask. */
  static Reading masked(String word, String base, String mask) {
    Optional<Address> address = Address.parse(base);
    if (address.isEmpty()) {
      return Reading.bad(word, "four octets from 0 to 255 must stand before the slash");
    }
    int bits;
    if (mask.indexOf('.') >= 0) {
      Optional<Integer> dotted = Address.parse(mask).map(Address::inetBits);
      if (dotted.isEmpty() || Integer.numberOfLeadingZeros(~dotted.get()) < bitCount(dotted)) {
        return Reading.bad(word, "'" + mask + "' is not a contiguous mask");
      }
      bits = bitCount(dotted);
    } else {
      bits = MaskBits.parse(mask, 32);
    }
    return bits < 0
        ? Reading.bad(word, "'" + mask + "' is not a number of bits")
        : Reading.block(Prefix.inet(address.get().inetBits(), bits));
  }

  private static int bitCount(Optional<Integer> mask) {
    return mask.map(Integer::bitCount).orElse(0);
  }

  /** {@code a.b.{x,y}}: one block for each item. */
  static Reading factorised(String word) {
    int open = word.indexOf('{');
    if (open < 0 || !word.endsWith("}") || word.indexOf('{', open + 1) >= 0) {
      return Reading.bad(word, "braces must be one pair, at the end");
    }
    String items = word.substring(open + 1, word.length() - 1);
    if (items.indexOf('}') >= 0) {
      return Reading.bad(word, "braces must be one pair, at the end");
    }
    if (open > 0 && word.charAt(open - 1) != '.') {
      return Reading.bad(word, "a dot must stand before the brace");
    }
    int leading = 0;
    int octets = 0;
    if (open > 0) {
      String before = word.substring(0, open - 1);
      DottedNumber.Parsed parsed =
          isDotted(before)
              ? DottedNumber.parse(before)
              : new DottedNumber.Parsed(Optional.empty(), "octets must stand before the brace");
      if (parsed.number().isEmpty()) {
        return Reading.bad(word, parsed.why());
      }
      Optional<Integer> first = parsed.number().get().leadingOctets();
      octets = parsed.number().get().count();
      if (first.isEmpty() || octets > 3) {
        return Reading.bad(word, "at most three octets from 0 to 255 may stand before the brace");
      }
      leading = first.get();
    }
    return items(word, items, leading, octets);
  }

  private static Reading items(String word, String items, int leading, int octets) {
    if (items.startsWith(",") || items.endsWith(",") || items.contains(",,")) {
      return Reading.bad(word, "Consecutive commas, or a comma without an item");
    }
    String[] parts = items.split(",", MAX_ITEMS + 1);
    if (parts.length > MAX_ITEMS) {
      return Reading.bad(word, "more than " + MAX_ITEMS + " items");
    }
    List<Prefix> prefixes = new ArrayList<>(parts.length);
    for (String part : parts) {
      if (part.isEmpty()
          || part.length() > 3
          || (part.length() > 1 && part.charAt(0) == '0')
          || !part.chars().allMatch(InetNotation::isDigit)
          || Integer.parseInt(part) > 255) {
        return Reading.bad(word, "'" + part + "' is not a number from 0 to 255");
      }
      int address = leading | Integer.parseInt(part) << (24 - 8 * octets);
      prefixes.add(Prefix.inet(address, 8 * (octets + 1)));
    }
    return new Reading.Blocks(List.copyOf(prefixes));
  }
}
