package org.jxinetd.shell.systemd;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jxinetd.api.service.Address;

/** Address lists in the form of IPAddressAllow of systemd.resource-control(5). */
final class Networks {

  /**
   * One network.
   *
   * @param bits prefix length
   */
  record Network(Address base, int bits) {

    boolean covers(Network other) {
      if (base.isInet() != other.base.isInet() || other.bits < bits) {
        return false;
      }
      if (base.isInet()) {
        return bits == 0 || (base.inetBits() ^ other.base.inetBits()) >>> (32 - bits) == 0;
      }
      long high = base.high() ^ other.base.high();
      long low = base.low() ^ other.base.low();
      return bits == 0
          || (bits <= 64 ? high >>> (64 - bits) == 0 : high == 0 && low >>> (128 - bits) == 0);
    }

    @Override
    public String toString() {
      return base + "/" + bits;
    }
  }

  private Networks() {}

  /** The networks of a list; empty when a word of it is none, such as a host name. */
  static Optional<List<Network>> of(List<String> words) {
    List<Network> out = new ArrayList<>();
    for (String word : words) {
      for (String plain : expanded(word)) {
        Optional<Network> network = network(plain);
        if (network.isEmpty()) {
          return Optional.empty();
        }
        out.add(network.get());
      }
    }
    return Optional.of(out);
  }

  /** {@code 10.1.{2,3}} as the words it stands for. */
  private static List<String> expanded(String word) {
    int open = word.indexOf('{');
    if (open < 0 || !word.endsWith("}")) {
      return List.of(word);
    }
    List<String> out = new ArrayList<>();
    for (String item : word.substring(open + 1, word.length() - 1).split(",", -1)) {
      String head = word.substring(0, open) + item;
      int missing = 3 - (int) head.chars().filter(c -> c == '.').count();
      out.add(missing < 0 ? word : head + ".0".repeat(missing) + "/" + (32 - 8 * missing));
    }
    return out;
  }

  private static Optional<Network> network(String word) {
    int slash = word.indexOf('/');
    Optional<Address> address = Address.parse(slash < 0 ? word : word.substring(0, slash));
    if (address.isEmpty()) {
      return Optional.empty();
    }
    int most = address.get().isInet() ? 32 : 128;
    if (slash < 0) {
      return Optional.of(
          new Network(address.get(), address.get().isInet() ? wild(address.get()) : most));
    }
    String bits = word.substring(slash + 1);
    return bits.matches("[0-9]{1,3}") && Integer.parseInt(bits) <= most
        ? Optional.of(new Network(address.get(), Integer.parseInt(bits)))
        : Optional.empty();
  }

  /** Trailing zero octets of an address stand for anything. */
  private static int wild(Address address) {
    int value = address.inetBits();
    return value == 0 ? 0 : 32 - Integer.numberOfTrailingZeros(value) / 8 * 8;
  }
}
