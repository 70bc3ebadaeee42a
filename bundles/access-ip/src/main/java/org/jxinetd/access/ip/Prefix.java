package org.jxinetd.access.ip;

import org.jxinetd.api.service.Address;

/**
 * A block of addresses in the 128-bit space of {@link Address}; an IPv4 block lies in the mapped
 * part, so it holds IPv4 and mapped clients and never a real IPv6 one.
 *
 * @param high upper 64 bits, masked
 * @param low lower 64 bits, masked
 * @param length bits that must agree, 0 to 128
 * @param scope interface index the client must have; 0 for any
 */
record Prefix(long high, long low, int length, int scope) implements Comparable<Prefix> {

  Prefix {
    if (length < 0 || length > 128) {
      throw new IllegalArgumentException("prefix length " + length);
    }
    high &= highMask(length);
    low &= lowMask(length);
  }

  static Prefix of(Address address, int length) {
    return new Prefix(address.high(), address.low(), length, address.scope());
  }

  /** An IPv4 block of {@code bits} bits, 0 to 32. */
  static Prefix inet(int address, int bits) {
    return of(Address.inet(address), 96 + bits);
  }

  /** An IPv4 address whose trailing zero octets stand for anything. */
  static Prefix inetWithWildcards(int address) {
    int bits = address == 0 ? 0 : 32 - Integer.numberOfTrailingZeros(address) / 8 * 8;
    return inet(address, bits);
  }

  /** As written: {@code 10.0.0.0/8}, {@code 2001:db8::/32}. */
  String text() {
    Address first = Address.inet6(high, low, 0);
    return length >= 96 && first.isInet()
        ? Address.inet(first.inetBits()) + "/" + (length - 96)
        : first + "/" + length;
  }

  long lastHigh() {
    return high | ~highMask(length);
  }

  long lastLow() {
    return low | ~lowMask(length);
  }

  boolean contains(Prefix other) {
    return other.length >= length
        && (other.high & highMask(length)) == high
        && (other.low & lowMask(length)) == low;
  }

  private static long highMask(int length) {
    return length == 0 ? 0 : length >= 64 ? -1L : -1L << (64 - length);
  }

  private static long lowMask(int length) {
    return length <= 64 ? 0 : -1L << (128 - length);
  }

  /** By first address, wider blocks first: a block comes before all that lies in it. */
  @Override
  public int compareTo(Prefix other) {
    int order = Long.compareUnsigned(high, other.high);
    if (order == 0) {
      order = Long.compareUnsigned(low, other.low);
    }
    if (order == 0) {
      order = Integer.compare(length, other.length);
    }
    return order == 0 ? Integer.compare(scope, other.scope) : order;
  }
}
