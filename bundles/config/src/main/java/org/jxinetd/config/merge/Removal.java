package org.jxinetd.config.merge;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Token;
import org.jxinetd.config.language.Numbers;

/** What {@code -=} takes out of a list: exact equals, not ranges. */
final class Removal {

  private Removal() {}

  static List<Token> apply(String attribute, List<Token> from, List<Token> what) {
    Set<String> keys =
        what.stream().map(word -> key(attribute, word.text())).collect(Collectors.toSet());
    return from.stream().filter(word -> !keys.contains(key(attribute, word.text()))).toList();
  }

  /** Equal for words that mean the same. */
  private static String key(String attribute, String word) {
    return switch (attribute) {
      case "only_from", "no_access" -> network(word).orElse(word.toLowerCase(Locale.ROOT));
      case "log_on_success", "log_on_failure", "enabled", "disabled" ->
          word.toLowerCase(Locale.ROOT);
      default -> word;
    };
  }

  /** Address and prefix in one form; an IPv4 address that ends in zero octets is a network. */
  private static Optional<String> network(String word) {
    int slash = word.indexOf('/');
    Optional<Address> address = Address.parse(slash < 0 ? word : word.substring(0, slash));
    if (address.isEmpty()) {
      return Optional.empty();
    }
    boolean inet = address.get().isInet();
    int bits;
    if (slash < 0) {
      int value = address.get().inetBits();
      bits = inet ? value == 0 ? 0 : 32 - Integer.numberOfTrailingZeros(value) / 8 * 8 : 128;
    } else {
      var given = Numbers.whole(word.substring(slash + 1));
      if (given.isEmpty() || given.getAsLong() < 0) {
        return Optional.empty();
      }
      bits = (int) Math.min(given.getAsLong(), inet ? 32 : 128);
    }
    Address a = address.get();
    if (inet) {
      int mask = bits == 0 ? 0 : -1 << (32 - bits);
      return Optional.of(Integer.toHexString(a.inetBits() & mask) + "/" + bits);
    }
    long high = bits >= 64 ? a.high() : bits == 0 ? 0 : a.high() & (-1L << (64 - bits));
    long low = bits <= 64 ? 0 : a.low() & (-1L << (128 - bits));
    return Optional.of(Long.toHexString(high) + ":" + Long.toHexString(low) + "/" + bits);
  }
}
