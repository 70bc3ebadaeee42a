package org.jxinetd.mdns;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.ServiceSpec;

/**
 * What is said of a service.
 *
 * @param type such as {@code _ftp._tcp.local.}
 * @param name the instance, as people see it: the id of the service
 * @param at where it listens; an {@linkplain Address#isAny() any} address stands for all
 */
record Announcement(String type, String name, List<Endpoint> at) {

  private static final int LONGEST_TYPE = 15;
  private static final int LONGEST_NAME = 63;

  Announcement {
    at = List.copyOf(at);
  }

  static Announcement of(ServiceSpec service, List<Endpoint> at) {
    String transport = service.protocol().equals("tcp") ? "_tcp" : "_udp";
    String name = service.id().replaceAll("\\p{Cntrl}", "?");
    return new Announcement(
        "_" + label(service.name()) + "." + transport + ".local.",
        name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name,
        at);
  }

  /** A service name of RFC 6335 section 5.1: at most 15 letters, digits and single hyphens. */
  static String label(String name) {
    String label =
        name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    if (label.length() > LONGEST_TYPE) {
      label = label.substring(0, LONGEST_TYPE).replaceAll("-$", "");
    }
    return label.isEmpty() ? "service" : label;
  }

  /** The ports that clients reach through an address of this host. */
  List<Integer> portsAt(Address address) {
    List<Integer> ports = new ArrayList<>();
    for (Endpoint endpoint : at) {
      Address bound = endpoint.address();
      boolean everywhere = bound.isAny() && (address.isInet() || bound.bytes().length == 16);
      if ((everywhere || sameHost(bound, address)) && !ports.contains(endpoint.port())) {
        ports.add(endpoint.port());
      }
    }
    return ports;
  }

  private static boolean sameHost(Address bound, Address address) {
    return bound.high() == address.high() && bound.low() == address.low();
  }
}
