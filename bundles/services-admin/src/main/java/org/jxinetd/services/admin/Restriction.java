package org.jxinetd.services.admin;

import java.util.List;
import java.util.Optional;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.ServiceSpec;

/** Whether the configuration keeps strangers away from a service. */
final class Restriction {

  /** Networks wider than these are as good as the world. */
  private static final int WIDEST_INET = 8;

  private static final int WIDEST_INET6 = 16;

  private Restriction() {}

  /**
   * Refuses a service that anybody may connect to.
   *
   * @throws ConfigException unless only_from names some clients, or bind is a loopback address
   */
  static void check(ServiceSpec service) throws ConfigException {
    Optional<Attribute> onlyFrom = service.attribute("only_from");
    boolean local =
        service.word("bind").flatMap(Address::parse).filter(Address::isLoopback).isPresent();
    if (local) {
      return;
    }
    String what = service.name() + " tells its clients about this host";
    if (onlyFrom.isEmpty()) {
      throw ConfigException.in(
          service, what + ": it needs an only_from, or a bind to a loopback address");
    }
    List<String> words = onlyFrom.get().words();
    for (String word : words) {
      if (isTheWorld(word)) {
        throw ConfigException.in(
            service,
            onlyFrom.get(),
            what + ": only_from must not let in the world, as " + word + " does");
      }
    }
  }

  /** Addresses by their numbers; names are never the world. */
  private static boolean isTheWorld(String word) {
    int slash = word.indexOf('/');
    String address = slash < 0 ? word : word.substring(0, slash);
    Optional<Address> parsed = Address.parse(address);
    if (parsed.isEmpty()) {
      return false;
    }
    if (slash < 0) {
      return parsed.get().isAny(); // octets of zero are wildcards
    }
    String bits = word.substring(slash + 1);
    if (bits.isEmpty() || bits.length() > 3 || !bits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return false; // malformed: the owner of address patterns says so
    }
    int length = Integer.parseInt(bits);
    return parsed.get().isMapped()
        ? length < 96 + WIDEST_INET
        : length < (parsed.get().isInet() ? WIDEST_INET : WIDEST_INET6);
  }
}
