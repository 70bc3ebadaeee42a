package org.jxinetd.access.libwrap;

import java.time.Duration;
import org.jxinetd.api.service.Address;

/** Finds the names of hosts. Any thread that may wait. */
@FunctionalInterface
interface Names {

  /**
   * The confirmed name of an address: one that leads back to it. Returns within the limit; an
   * answer that is not there by then counts as unknown, as for libwrap when DNS does not answer.
   *
   * @throws Undecidable when nobody is there who could look
   */
  Name of(Address address, Duration limit) throws Undecidable;

  /** How long one decision may wait for names, and other things that have to be asked, in all. */
  default Duration patience() {
    return Duration.ofSeconds(2);
  }
}
