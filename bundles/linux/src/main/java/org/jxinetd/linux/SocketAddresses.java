package org.jxinetd.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.Family;

/** Socket addresses in memory: struct sockaddr_in and sockaddr_in6. */
final class SocketAddresses {

  static final int AF_INET = 2;
  static final int AF_INET6 = 10;

  private static final ValueLayout.OfShort HOST_SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
  private static final ValueLayout.OfShort NET_SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt NET_INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfLong NET_LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private SocketAddresses() {}

  static int family(Family family) {
    return family == Family.INET ? AF_INET : AF_INET6;
  }

  /** Writes an address; returns its length. The segment holds a sockaddr_storage. */
  static int write(MemorySegment to, Endpoint endpoint) {
    to.asSlice(0, Layouts.SOCKADDR_IN6).fill((byte) 0);
    Address address = endpoint.address();
    to.set(HOST_SHORT, Layouts.SIN_FAMILY, (short) family(address.family()));
    to.set(NET_SHORT, Layouts.SIN_PORT, (short) endpoint.port());
    if (address.family() == Family.INET) {
      to.set(NET_INT, Layouts.SIN_ADDR, address.inetBits());
      return Layouts.SOCKADDR_IN;
    }
    to.set(NET_LONG, Layouts.SIN6_ADDR, address.high());
    to.set(NET_LONG, Layouts.SIN6_ADDR + 8, address.low());
    to.set(ValueLayout.JAVA_INT_UNALIGNED, Layouts.SIN6_SCOPE_ID, address.scope());
    return Layouts.SOCKADDR_IN6;
  }

  /**
   * Reads an address that the kernel wrote.
   *
   * @return null for a family that is neither IPv4 nor IPv6
   */
  static Endpoint read(MemorySegment from) {
    int port = from.get(NET_SHORT, Layouts.SIN_PORT) & 0xffff;
    switch (from.get(HOST_SHORT, Layouts.SIN_FAMILY)) {
      case AF_INET -> {
        return new Endpoint(Address.inet(from.get(NET_INT, Layouts.SIN_ADDR)), port);
      }
      case AF_INET6 -> {
        return new Endpoint(
            Address.inet6(
                from.get(NET_LONG, Layouts.SIN6_ADDR),
                from.get(NET_LONG, Layouts.SIN6_ADDR + 8),
                from.get(ValueLayout.JAVA_INT_UNALIGNED, Layouts.SIN6_SCOPE_ID)),
            port);
      }
      default -> {
        return null;
      }
    }
  }
}
