package org.jxinetd.access.libwrap;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.linux.OsException;
import org.jxinetd.linux.Spawner;

/** Clients, servers and names for tests. */
final class Visits {

  /** Names that a test gives to addresses; every other address has none. */
  static final class Hosts implements Names {
    private final Map<Address, Name> names = new HashMap<>();
    int asked;

    Hosts with(String address, String name) {
      names.put(Address.parse(address).orElseThrow(), new Name(name));
      return this;
    }

    @Override
    public Name of(Address address, Duration limit) {
      asked++;
      return names.getOrDefault(address, Name.UNKNOWN);
    }
  }

  static final Groups NO_GROUPS =
      (group, host, limit) -> {
        throw new Undecidable("there is no netgroup @" + group);
      };

  /** Without the helper, which a unit test has not built. */
  static final Spawner SPAWNER = spawner();

  private static Spawner spawner() {
    try {
      return Spawner.open(Optional.empty());
    } catch (OsException e) {
      throw new IllegalStateException(e);
    }
  }

  private Visits() {}

  static Optional<Endpoint> end(String address, int port) {
    return Address.parse(address).map(a -> new Endpoint(a, port));
  }

  static Party party(String address, Names names) {
    return new Party(
        end(address, 40000), names, NO_GROUPS, new Party.Patience(Duration.ofSeconds(2)));
  }

  static Visit visit(String daemon, String client, Names names) {
    return new Visit(daemon, party(client, names), party("192.0.2.80", names), "unknown");
  }

  static ServiceSpec.Builder service(String id) {
    return ServiceSpec.builder("org.jxinetd.service~" + id, id)
        .origin(Origin.of("/etc/xinetd.d/" + id, 1))
        .attribute("server", "/usr/sbin/in." + id);
  }

  static Request request(ServiceSpec service, String client) {
    return new Request(service, end(client, 40000), end("192.0.2.80", 21), Instant.EPOCH);
  }
}
