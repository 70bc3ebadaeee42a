package org.jxinetd.api.service;

import java.util.Objects;
import java.util.Optional;

/**
 * A block of addresses of one family: {@code 192.0.2.0/24}, {@code 2001:db8::/48}, or one address
 * alone. A block of mapped addresses is the IPv4 block; no other IPv6 block holds IPv4 clients.
 *
 * @param first its lowest address; with a scope, only clients of that interface belong to it
 * @param length bits that its addresses share, 0 to 32 for IPv4, 0 to 128 for IPv6
 */
public record Network(Address first, int length) {

  private static final int MAPPED_BITS = 96;

  /**
   * @throws IllegalArgumentException where the length is none, or {@code first} has bits behind it
   */
  public Network {
    Objects.requireNonNull(first, "first");
    if (length < 0 || length > bits(first)) {
      throw new IllegalArgumentException("a prefix has 0 to " + bits(first) + " bits");
    }
    if (first.isMapped() && length >= MAPPED_BITS) {
      first = Address.inet(first.inetBits());
      length -= MAPPED_BITS;
    }
    if (!masked(first, length).equals(first)) {
      throw new IllegalArgumentException("not the first address of its block");
    }
  }

  /** The block of {@code length} bits that an address lies in. */
  public static Network around(Address address, int length) {
    return new Network(masked(address, length), length);
  }

  /** An address alone; a mapped one is the IPv4 address. */
  public static Network of(Address address) {
    return new Network(address, bits(address));
  }

  /**
   * Reads {@code ADDRESS} or {@code ADDRESS/BITS}.
   *
   * @return empty for anything else, and where the address has bits behind the prefix
   */
  public static Optional<Network> parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return Address.parse(text).map(Network::of);
    }
    String bits = text.substring(slash + 1);
    Optional<Address> address = Address.parse(text.substring(0, slash));
    if (address.isEmpty() || !bits.matches("0|[1-9][0-9]{0,2}")) {
      return Optional.empty();
    }
    int length = Integer.parseInt(bits);
    if (length > bits(address.get()) || !masked(address.get(), length).equals(address.get())) {
      return Optional.empty();
    }
    return Optional.of(new Network(address.get(), length));
  }

  /** The number of bits of an address of this one's family. */
  public static int bits(Address address) {
    return address.family() == Family.INET ? 32 : 128;
  }

  /** True for an address alone. */
  public boolean isSingle() {
    return length == bits(first);
  }

  /** True when an address, mapped or not, lies in this block. */
  public boolean contains(Address address) {
    Address plain = address.isMapped() ? Address.inet(address.inetBits()) : address;
    if (plain.family() != first.family()
        || (first.scope() != 0 && first.scope() != plain.scope())) {
      return false;
    }
    Address start = masked(plain, length);
    return start.high() == first.high() && start.low() == first.low();
  }

  private static Address masked(Address address, int length) {
    if (address.family() == Family.INET) {
      int mask = length == 0 ? 0 : -1 << (32 - length);
      return Address.inet(address.inetBits() & mask);
    }
    long high = length >= 64 ? -1 : length == 0 ? 0 : -1L << (64 - length);
    long low = length >= 128 ? -1 : length <= 64 ? 0 : -1L << (128 - length);
    return Address.inet6(address.high() & high, address.low() & low, address.scope());
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return isSingle() ? first.toString() : first + "/" + length;
  }
}
