package org.jxinetd.access.host;

import java.util.Set;

/**
 * What a client may be called.
 *
 * @param names those that lead back to its address
 * @param doubt why it may have other names than these, or has none; empty when these are all
 */
record ClientName(Set<String> names, String doubt) {

  ClientName {
    names = Set.copyOf(names);
  }

  static ClientName unknown(String why) {
    return new ClientName(Set.of(), why);
  }
}
