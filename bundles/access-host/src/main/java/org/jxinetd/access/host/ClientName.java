package org.jxinetd.access.host;

import java.util.List;

/**
 * What a client may be called.
 *
 * @param names those that lead back to its address, in the order in which they were found
 * @param claimed whether its address has a name at all
 * @param doubt why it may have other names than these, or has none; empty when these are all
 */
record ClientName(List<String> names, boolean claimed, String doubt) {

  ClientName {
    names = List.copyOf(names);
  }

  static ClientName unknown(String why) {
    return new ClientName(List.of(), false, why);
  }
}
