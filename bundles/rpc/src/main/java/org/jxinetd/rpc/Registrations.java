package org.jxinetd.rpc;

import java.util.ArrayList;
import java.util.List;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.Family;
import org.jxinetd.api.service.ServiceSpec;

/** What has to be registered for a service. */
final class Registrations {

  private static final int MOST_VERSIONS = 256;
  private static final long MOST = 0xffff_ffffL;

  private Registrations() {}

  /**
   * An entry for each version and transport.
   *
   * @throws ConfigException when the numbers make no sense
   */
  static List<Registration> of(ServiceSpec service, List<Endpoint> at) throws ConfigException {
    Attribute number = required(service, "rpc_number");
    long program = whole(service, number, number.text());
    Attribute range = required(service, "rpc_version");
    int dash = range.text().indexOf('-');
    String first = dash < 0 ? range.text() : range.text().substring(0, dash);
    String last = dash < 0 ? first : range.text().substring(dash + 1);
    long from = whole(service, range, first.strip());
    long to = whole(service, range, last.strip());
    if (to < from || to - from >= MOST_VERSIONS) {
      throw ConfigException.in(
          service, range, range.text() + " is not a range of 1 to " + MOST_VERSIONS + " versions");
    }
    List<Registration> all = new ArrayList<>();
    for (Endpoint endpoint : at) {
      for (long version = from; version <= to; version++) {
        add(service, endpoint, program, version, all);
      }
    }
    return all;
  }

  private static void add(
      ServiceSpec service, Endpoint at, long program, long version, List<Registration> all) {
    String transport = service.protocol();
    if (at.address().family() == Family.INET) {
      all.add(new Registration(program, version, transport, universal(at.address(), at.port())));
      return;
    }
    if (at.address().isAny() && !service.yes("v6only", false)) {
      // a socket for clients of both families
      all.add(
          new Registration(program, version, transport, universal(Address.ANY_INET, at.port())));
    }
    all.add(
        new Registration(program, version, transport + "6", universal(at.address(), at.port())));
  }

  /** RFC 5665 section 5.2.3.3. */
  static String universal(Address address, int port) {
    String text = address.toString();
    int scope = text.indexOf('%');
    return (scope < 0 ? text : text.substring(0, scope)) + "." + (port >> 8) + "." + (port & 255);
  }

  private static Attribute required(ServiceSpec service, String name) throws ConfigException {
    return service
        .attribute(name)
        .orElseThrow(() -> ConfigException.in(service, "an RPC service needs " + name));
  }

  private static long whole(ServiceSpec service, Attribute attribute, String text)
      throws ConfigException {
    if (text.matches("[0-9]{1,10}") && Long.parseLong(text) <= MOST) {
      return Long.parseLong(text);
    }
    throw ConfigException.in(service, attribute, "'" + text + "' is not a number of 32 bits");
  }
}
