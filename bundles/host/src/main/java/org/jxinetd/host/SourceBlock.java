package org.jxinetd.host;

import org.jxinetd.api.service.Address;

/**
 * The addresses that count as one source: those that agree in their first bits. Ordered by scope
 * and address, so that the addresses of a block lie side by side.
 *
 * @param bits how many bits agree, 0 to 128; on the scale where IPv4 has 96 bits before its own
 */
public record SourceBlock(long high, long low, int scope, int bits) {

  // written out for the same reason as those of Address
  @Override
  public boolean equals(Object other) {
    return other instanceof SourceBlock block
        && low == block.low
        && high == block.high
        && scope == block.scope
        && bits == block.bits;
  }

  @Override
  public int hashCode() {
    return ((Long.hashCode(high) * 31 + Long.hashCode(low)) * 31 + scope) * 31 + bits;
  }

  /** The block of an address. */
  public static SourceBlock of(Address address, int bits) {
    return new SourceBlock(
        address.high() & mask(bits), address.low() & mask(bits - 64), address.scope(), bits);
  }

  /** The first {@code bits} of 64; none for numbers below 1. */
  private static long mask(int bits) {
    if (bits <= 0) {
      return 0;
    }
    return bits >= 64 ? -1 : -1L << (64 - bits);
  }

  /** The last address of the block, as a block of its own. */
  SourceBlock last() {
    return new SourceBlock(high | ~mask(bits), low | ~mask(bits - 64), scope, 128);
  }

  /** True when an address, as a block of its own, belongs to this one. */
  boolean holds(SourceBlock single) {
    return compareAddresses(first(), single) <= 0 && compareAddresses(single, last()) <= 0;
  }

  /** The first address of the block, as a block of its own. */
  SourceBlock first() {
    return new SourceBlock(high, low, scope, 128);
  }

  static int compareAddresses(SourceBlock a, SourceBlock b) {
    if (a.scope != b.scope) {
      return Integer.compare(a.scope, b.scope);
    }
    return a.high == b.high
        ? Long.compareUnsigned(a.low, b.low)
        : Long.compareUnsigned(a.high, b.high);
  }
}
