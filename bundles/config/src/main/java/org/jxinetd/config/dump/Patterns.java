package org.jxinetd.config.dump;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Family;
import org.jxinetd.config.language.Numbers;

/** Items of {@code only_from} and {@code no_access} as xinetd prints them. */
final class Patterns {

  private Patterns() {}

  /** The items of a list, each with its kind; what no form fits is a name. */
  static String text(List<String> words) {
    StringBuilder out = new StringBuilder();
    for (String word : words) {
      for (String item : items(word)) {
        out.append(' ').append(item);
      }
    }
    return out.toString();
  }

  private static List<String> items(String word) {
    int brace = word.indexOf('{');
    if (brace >= 0) {
      return factorised(word, brace);
    }
    int slash = word.indexOf('/');
    Optional<Address> address = Address.parse(slash < 0 ? word : word.substring(0, slash));
    if (address.isEmpty()) {
      return List.of(word + "(HOST)");
    }
    int size = address.get().family() == Family.INET ? 32 : 128;
    if (slash >= 0) {
      return List.of(
          Numbers.whole(word.substring(slash + 1)).stream()
              .filter(bits -> bits >= 0 && bits <= size)
              .mapToObj(bits -> network(address.get(), (int) bits))
              .findFirst()
              .orElse(word + "(HOST)"));
    }
    return List.of(address.get() + "(NUMERIC)"); // also where octets of zero are wildcards
  }

  private static List<String> factorised(String word, int brace) {
    int close = word.indexOf('}', brace);
    String[] head = word.substring(0, brace).split("\\.");
    if (close != word.length() - 1 || brace == 0 || head.length > 3) {
      return brace == 0 && close == word.length() - 1
          ? expand("", 1, word.substring(1, close), word)
          : List.of(word + "(HOST)");
    }
    return expand(
        word.substring(0, brace), head.length + 1, word.substring(brace + 1, close), word);
  }

  private static List<String> expand(String head, int octets, String choices, String word) {
    List<String> out = new ArrayList<>();
    for (String choice : choices.split(",", -1)) {
      Optional<Address> address = Address.parse(head + choice + ".0".repeat(4 - octets));
      if (address.isEmpty()) {
        return List.of(word + "(HOST)");
      }
      out.add(address.get() + "(NUMERIC)");
    }
    return out;
  }

  private static String network(Address address, int bits) {
    if (address.family() == Family.INET) {
      if (bits == 32) {
        return address + "(NUMERIC)";
      }
      int mask = bits == 0 ? 0 : -1 << (32 - bits);
      return Address.inet(address.inetBits() & mask) + "/" + Address.inet(mask) + "(NET)";
    }
    if (bits == 128) {
      return address + "(NUMERIC)";
    }
    long high = bits >= 64 ? -1L : bits == 0 ? 0 : -1L << (64 - bits);
    long low = bits <= 64 ? 0 : -1L << (128 - bits);
    return Address.inet6(address.high() & high, address.low() & low, 0)
        + "/"
        + Address.inet6(high, low, 0)
        + "(NET)";
  }
}
