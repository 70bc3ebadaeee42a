package org.jxinetd.access.libwrap;

import java.time.Duration;
import org.jxinetd.api.service.Address;

/** Finds the names of hosts. Any thread. */
@FunctionalInterface
interface Names {

  /**
   * The confirmed name of an address: one that leads back to it. Returns within the limit; an
   * answer that is not there by then counts as unknown, as for libwrap when DNS does not answer.
   */
  Name of(Address address, Duration limit);
}
