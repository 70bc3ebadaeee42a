package org.jxinetd.shell.systemd;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ServiceSpec;

/**
 * only_from and no_access as IPAddressAllow and IPAddressDeny. There what is allowed counts more
 * than what is denied, however close the match, so an exception from only_from cannot be expressed.
 *
 * @param obstacle why not; empty when the lines say what the lists say
 */
record Access(List<String> lines, String obstacle) {

  static Access of(ServiceSpec service) {
    Optional<Attribute> only = service.attribute("only_from");
    List<String> refused = service.words("no_access");
    Optional<List<Networks.Network>> allow =
        Networks.of(only.map(Attribute::words).orElse(List.of()));
    Optional<List<Networks.Network>> deny = Networks.of(refused);
    if (allow.isEmpty()) {
      return new Access(List.of(), "only_from holds more than addresses");
    }
    if (deny.isEmpty()) {
      return new Access(List.of(), "no_access holds more than addresses");
    }
    for (Networks.Network exception : deny.get()) {
      if (allow.get().stream().anyMatch(wider -> wider.covers(exception))) {
        return new Access(
            List.of(), "no_access = " + exception + " is an exception from only_from");
      }
    }
    if (only.isPresent()) {
      return allow.get().isEmpty()
          ? new Access(List.of("IPAddressDeny=any"), "")
          : new Access(List.of("IPAddressAllow=" + text(allow.get()), "IPAddressDeny=any"), "");
    }
    return deny.get().isEmpty()
        ? new Access(List.of(), "")
        : new Access(List.of("IPAddressDeny=" + text(deny.get())), "");
  }

  private static String text(List<Networks.Network> networks) {
    return networks.stream().map(Object::toString).collect(Collectors.joining(" "));
  }
}
