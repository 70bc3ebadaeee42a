package org.jxinetd.access.host;

import java.util.Set;
import org.jxinetd.api.service.Address;

/**
 * The addresses of a name.
 *
 * @param all IPv4 addresses in their plain form, IPv6 ones without scope
 * @param failure why there may be others; empty when these are all
 */
record Addresses(Set<Address> all, String failure) {

  Addresses {
    all = Set.copyOf(all);
  }

  /** An address as it is looked up: mapped ones as IPv4, without scope. */
  static Address plain(Address address) {
    return address.isInet()
        ? Address.inet(address.inetBits())
        : Address.inet6(address.high(), address.low(), 0);
  }
}
