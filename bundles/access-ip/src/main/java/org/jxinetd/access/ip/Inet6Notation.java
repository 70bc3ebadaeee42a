package org.jxinetd.access.ip;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jxinetd.api.service.Address;

/**
 * IPv6 literals (RFC 4291 section 2.2), with a scope ({@code fe80::1%eth0}, RFC 4007 section 11)
 * and a prefix length ({@code 2001:db8::/32}).
 *
 * <p>A literal without a length means that one address, {@code ::} included: zeros at the end are
 * no wildcards, for {@code 2001:db8::} may well be a host, and a reader who wants everybody writes
 * {@code ::/0}. This is what xinetd does with {@code ::}, and the reading that lets nobody in by
 * surprise.
 */
final class Inet6Notation {

  private final Function<String, OptionalInt> interfaces;

  /**
   * @param interfaces gives the index of an interface by its name; empty when there is none
   */
  Inet6Notation(Function<String, OptionalInt> interfaces) {
    this.interfaces = interfaces;
  }

  /** True for words that can only be meant as IPv6. */
  static boolean claims(String word) {
    if (word.indexOf(':') < 0) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c == '%' || c == '/') {
        return i > 0;
      }
      if (c >= 128 || (Character.digit(c, 16) < 0 && ":.,{}".indexOf(c) < 0)) {
        return false;
      }
    }
    return true;
  }

  Reading read(String word) {
    int slash = word.indexOf('/');
    int bits = slash < 0 ? 128 : MaskBits.parse(word.substring(slash + 1), 128);
    if (bits < 0) {
      return Reading.bad(word, "'" + word.substring(slash + 1) + "' is not a number of bits");
    }
    String literal = slash < 0 ? word : word.substring(0, slash);
    int percent = literal.indexOf('%');
    Optional<Address> address =
        Address.parse(percent < 0 ? literal : literal.substring(0, percent));
    if (address.isEmpty()) {
      return Reading.bad(word, "not an IPv6 address");
    }
    if (percent < 0) {
      return Reading.block(Prefix.of(address.get(), bits));
    }
    return scoped(word, address.get(), literal.substring(percent + 1), bits);
  }

  private Reading scoped(String word, Address address, String zone, int bits) {
    if (address.isMapped()) {
      return Reading.bad(word, "a mapped IPv4 address has no scope");
    }
    OptionalInt index = isNumber(zone) ? number(zone) : interfaces.apply(zone);
    if (index.isEmpty() || index.getAsInt() == 0) {
      return Reading.bad(word, "there is no interface '" + zone + "'");
    }
    return Reading.block(new Prefix(address.high(), address.low(), bits, index.getAsInt()));
  }

  private static boolean isNumber(String zone) {
    return !zone.isEmpty() && zone.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static OptionalInt number(String zone) {
    return zone.length() > 9 ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(zone));
  }
}
