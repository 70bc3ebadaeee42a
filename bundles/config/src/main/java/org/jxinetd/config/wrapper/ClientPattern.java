package org.jxinetd.config.wrapper;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jxinetd.api.service.Address;

/** A client pattern of TCP wrappers that xinetd.conf has a word for. */
sealed interface ClientPattern {

  /** The word of xinetd.conf. */
  String word();

  /** Whether every client that matches the other one matches this one. */
  boolean covers(ClientPattern other);

  /** Everybody, in both families. */
  List<ClientPattern> ALL =
      List.of(
          new Net(Address.parse("0.0.0.0").orElseThrow(), 0),
          new Net(Address.parse("::").orElseThrow(), 0));

  /**
   * Reads one word.
   *
   * @return empty for what only TCP wrappers can tell: LOCAL, KNOWN, user names, netgroups, files
   */
  static Optional<List<ClientPattern>> parse(String word) {
    if (word.equalsIgnoreCase("ALL")) {
      return Optional.of(ALL);
    }
    if (List.of("LOCAL", "KNOWN", "UNKNOWN", "PARANOID").stream().anyMatch(word::equalsIgnoreCase)
        || word.indexOf('@') >= 0
        || word.startsWith("/")
        || word.indexOf('*') >= 0
        || word.indexOf('?') >= 0) {
      return Optional.empty();
    }
    if (word.startsWith("[") || word.matches("[0-9].*/.*") || word.matches("[0-9.]+")) {
      return net(word).map(List::of);
    }
    return word.matches("\\.?[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?")
        ? Optional.of(List.of(new Name(word)))
        : Optional.empty();
  }

  private static Optional<ClientPattern> net(String word) {
    if (word.endsWith(".")) {
      String[] octets = word.split("\\.");
      if (octets.length > 3) {
        return Optional.empty();
      }
      return Address.parse(word + "0.0.0".substring(0, 2 * (4 - octets.length) - 1))
          .map(address -> new Net(address, 8 * octets.length));
    }
    String plain = word;
    String mask = "";
    if (word.startsWith("[")) {
      int end = word.indexOf(']');
      if (end < 0 || (end + 1 < word.length() && word.charAt(end + 1) != '/')) {
        return Optional.empty();
      }
      plain = word.substring(1, end);
      mask = word.substring(Math.min(word.length(), end + 2));
      if (mask.isEmpty() && plain.indexOf('/') >= 0) {
        mask = plain.substring(plain.indexOf('/') + 1);
        plain = plain.substring(0, plain.indexOf('/'));
      }
    } else if (word.indexOf('/') >= 0) {
      mask = word.substring(word.indexOf('/') + 1);
      plain = word.substring(0, word.indexOf('/'));
    }
    Optional<Address> address = Address.parse(plain);
    if (address.isEmpty()) {
      return Optional.empty();
    }
    int most = address.get().isInet() ? 32 : 128;
    OptionalInt bits = mask.isEmpty() ? OptionalInt.of(most) : bits(mask, most);
    return bits.isEmpty()
        ? Optional.empty()
        : Optional.of(new Net(Net.masked(address.get(), bits.getAsInt()), bits.getAsInt()));
  }

  /** A number of bits, or a dotted mask without holes. */
  private static OptionalInt bits(String mask, int most) {
    if (mask.matches("[0-9]{1,3}")) {
      int bits = Integer.parseInt(mask);
      return bits <= most ? OptionalInt.of(bits) : OptionalInt.empty();
    }
    Optional<Address> dotted = Address.parse(mask).filter(Address::isInet);
    if (dotted.isEmpty() || most != 32) {
      return OptionalInt.empty();
    }
    int value = dotted.get().inetBits();
    int ones = Integer.numberOfLeadingZeros(~value);
    boolean holes = ones < 32 && value << ones != 0;
    return holes ? OptionalInt.empty() : OptionalInt.of(ones);
  }

  /** A network, or one address when all bits count. */
  record Net(Address base, int bits) implements ClientPattern {

    private static long high(int bits) {
      return bits >= 64 ? -1L : bits == 0 ? 0 : -1L << (64 - bits);
    }

    private static long low(int bits) {
      return bits <= 64 ? 0 : -1L << (128 - bits);
    }

    static Address masked(Address address, int bits) {
      if (address.isInet()) {
        return Address.inet(bits == 0 ? 0 : address.inetBits() & (-1 << (32 - bits)));
      }
      return Address.inet6(address.high() & high(bits), address.low() & low(bits), 0);
    }

    /** Whether it is one address. */
    boolean single() {
      return bits == (base.isInet() ? 32 : 128);
    }

    @Override
    public boolean covers(ClientPattern other) {
      return other instanceof Net net
          && net.base.isInet() == base.isInet()
          && net.bits >= bits
          && masked(net.base, bits).equals(base);
    }

    /** An address that ends in zeros would be taken for a network, and /128 matches nobody. */
    @Override
    public String word() {
      boolean plain = single() && !(base.isInet() && (base.inetBits() & 0xff) == 0);
      return plain ? base.toString() : base + "/" + bits;
    }
  }

  /** A host name, or a domain with a dot in front. */
  record Name(String word) implements ClientPattern {
    @Override
    public boolean covers(ClientPattern other) {
      return other instanceof Name name
          && (name.word.equalsIgnoreCase(word)
              || (word.startsWith(".")
                  && name.word.length() > word.length()
                  && name.word.regionMatches(
                      true, name.word.length() - word.length(), word, 0, word.length())));
    }
  }
}
