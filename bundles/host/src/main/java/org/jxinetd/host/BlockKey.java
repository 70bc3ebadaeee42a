package org.jxinetd.host;

import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Family;
import org.jxinetd.api.service.Network;

/**
 * A network as a key of a table that every client is looked up in: IPv4 blocks lie in the mapped
 * part of the 128-bit space of {@link Address}, where no IPv6 {@link Network} begins with as many
 * bits. Compared by code of its own, since what the VM makes for records costs the first compiler a
 * microsecond for each look-up.
 */
record BlockKey(long high, long low, int length, int scope) {

  static final int LONGEST = 128;
  private static final int MAPPED_BITS = 96;

  static BlockKey of(Network network) {
    Address first = network.first();
    int length = network.length() + (first.family() == Family.INET ? MAPPED_BITS : 0);
    return new BlockKey(first.high(), first.low(), length, first.scope());
  }

  /** The block of {@code length} bits of the 128-bit space that an address lies in. */
  static BlockKey around(Address address, int length, int scope) {
    long high = length >= 64 ? -1 : length == 0 ? 0 : -1L << (64 - length);
    long low = length >= LONGEST ? -1 : length <= 64 ? 0 : -1L << (LONGEST - length);
    return new BlockKey(address.high() & high, address.low() & low, length, scope);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BlockKey key
        && low == key.low
        && high == key.high
        && length == key.length
        && scope == key.scope;
  }

  @Override
  public int hashCode() {
    long mixed = ((high * 31 + low) * 31 + length * 31L + scope) * 0x9e37_79b9_7f4a_7c15L;
    return (int) (mixed >>> 32);
  }
}
