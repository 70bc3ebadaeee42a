package org.jxinetd.shell.ssh;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** A list of addresses and networks; one with an exclamation mark in front keeps out for good. */
record Sources(List<Network> networks) {

  Sources {
    networks = List.copyOf(networks);
  }

  /** The addresses that begin with the first {@code bits} of one. */
  record Network(InetAddress address, int bits, boolean negated) {

    boolean contains(InetAddress other) {
      byte[] wanted = address.getAddress();
      byte[] given = other.getAddress();
      if (wanted.length != given.length) {
        return false;
      }
      for (int i = 0; i < bits; i++) {
        int mask = 0x80 >> (i % 8);
        if (((wanted[i / 8] ^ given[i / 8]) & mask) != 0) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * Reads what stands behind {@code from=}.
   *
   * @throws RefusedLineException when one of them is neither an address nor a network: a pattern
   *     that is not understood must not let anybody in
   */
  static Sources parse(String text) throws RefusedLineException {
    List<Network> networks = new ArrayList<>();
    for (String word : text.split(",", -1)) {
      networks.add(network(word.strip()));
    }
    return new Sources(networks);
  }

  private static Network network(String word) throws RefusedLineException {
    boolean negated = word.startsWith("!");
    String pattern = negated ? word.substring(1) : word;
    int slash = pattern.indexOf('/');
    try {
      InetAddress address =
          InetAddress.ofLiteral(slash < 0 ? pattern : pattern.substring(0, slash));
      int all = address.getAddress().length * 8;
      int bits = slash < 0 ? all : Integer.parseInt(pattern.substring(slash + 1));
      if (bits >= 0 && bits <= all) {
        return new Network(address, bits, negated);
      }
    } catch (IllegalArgumentException neither) {
      // said below
    }
    throw new RefusedLineException(
        "from=\"" + word + "\" is neither an address nor a network (names are not looked up)");
  }

  boolean contains(InetAddress client) {
    boolean found = false;
    for (Network network : networks) {
      if (network.contains(client)) {
        if (network.negated()) {
          return false;
        }
        found = true;
      }
    }
    return found;
  }
}
