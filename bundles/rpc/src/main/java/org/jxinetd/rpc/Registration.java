package org.jxinetd.rpc;

import java.util.Objects;
import java.util.Optional;

/**
 * One entry of rpcbind.
 *
 * @param program number as in rpc(5), an unsigned 32-bit number
 * @param version an unsigned 32-bit number
 * @param netid the transport as netconfig(5) names it: udp, tcp, udp6, tcp6
 * @param address universal address: the address, then the two bytes of the port, dots between
 */
record Registration(long program, long version, String netid, String address) {

  private static final long MOST = 0xffff_ffffL;

  Registration {
    Objects.requireNonNull(netid, "netid");
    Objects.requireNonNull(address, "address");
    if (program < 0 || program > MOST || version < 0 || version > MOST) {
      throw new IllegalArgumentException("not 32 bits: " + program + " " + version);
    }
  }

  /** What rpcbind keeps one address for. */
  record Key(long program, long version, String netid) {}

  Key key() {
    return new Key(program, version, netid);
  }

  /** The form in which it is remembered: four words. */
  String line() {
    return program + " " + version + " " + netid + " " + address;
  }

  static Optional<Registration> parse(String line) {
    String[] words = line.split(" ", -1);
    if (words.length != 4 || words[2].isEmpty() || words[3].isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Registration(Long.parseLong(words[0]), Long.parseLong(words[1]), words[2], words[3]));
    } catch (IllegalArgumentException notNumbers) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "program " + program + " version " + version + " (" + netid + ") at " + address;
  }
}
