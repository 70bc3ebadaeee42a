package org.jxinetd.config.validate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Family;
import org.jxinetd.api.service.Flag;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.ServiceType;
import org.jxinetd.api.service.SocketType;
import org.jxinetd.config.text.Findings;

/** Finds services that cannot listen side by side; the first one in the file order wins. */
public final class Conflicts {

  private final Map<String, Neighbours> seen = new HashMap<>();
  private final Findings findings;

  public Conflicts(Findings findings) {
    this.findings = findings;
  }

  /** Whether the service can run beside those admitted before; says so when not. */
  public boolean admit(ServiceSpec service) {
    Optional<String> key = key(service);
    if (key.isEmpty()) {
      return true;
    }
    Neighbours neighbours = seen.computeIfAbsent(key.get(), unused -> new Neighbours());
    Optional<ServiceSpec> other = neighbours.inTheWayOf(service).findFirst();
    if (other.isPresent()) {
      findings.add(problem(other.get(), service));
      return false;
    }
    neighbours.add(service);
    return true;
  }

  /**
   * Says which of the services admitted before stands in the way of another one that is not to be
   * admitted; one with the same id does not.
   */
  public Optional<Problem> objection(ServiceSpec service) {
    return key(service).map(seen::get).stream()
        .flatMap(neighbours -> neighbours.inTheWayOf(service))
        .filter(other -> !other.id().equalsIgnoreCase(service.id()))
        .findFirst()
        .map(other -> problem(other, service));
  }

  /** Services of one port or program: thousands may share it, each on its own address. */
  private static final class Neighbours {
    private final Map<String, List<ServiceSpec>> bound = new HashMap<>();
    private final List<ServiceSpec> everywhere = new ArrayList<>(1);

    void add(ServiceSpec service) {
      Optional<String> address = address(service);
      if (address.isPresent()) {
        bound.computeIfAbsent(address.get(), unused -> new ArrayList<>(1)).add(service);
      } else {
        everywhere.add(service);
      }
    }

    Stream<ServiceSpec> inTheWayOf(ServiceSpec service) {
      Optional<String> address = address(service);
      Stream<ServiceSpec> candidates =
          address.isPresent()
              ? bound.getOrDefault(address.get(), List.of()).stream()
              : bound.values().stream().flatMap(List::stream);
      return Stream.concat(everywhere.stream(), candidates).filter(other -> clash(other, service));
    }

    /** In one spelling; empty for services that listen on every address or have no port. */
    private static Optional<String> address(ServiceSpec service) {
      if (service.port().isEmpty()) {
        return Optional.empty();
      }
      return service
          .word("bind")
          .filter(word -> !any(word))
          .map(
              word ->
                  Address.parse(word)
                      .map(Address::toString)
                      .orElseGet(() -> word.toLowerCase(Locale.ROOT)));
    }
  }

  private static Problem problem(ServiceSpec other, ServiceSpec service) {
    return Problem.error(
            service.origin(),
            service.has(ServiceType.RPC) ? "rpc_version" : "port",
            message(other, service),
            "service " + service.id() + " not started")
        .withFix("give one of them another port or bind address, or disable it");
  }

  private static String message(ServiceSpec other, ServiceSpec service) {
    String what =
        other.id().equalsIgnoreCase(service.id())
            ? "service: "
                + service.name()
                + " id: "
                + service.id()
                + " not unique or is a duplicate"
            : "service: "
                + service.name()
                + " id: "
                + service.id()
                + " is unique but its identical to service: "
                + other.name()
                + " id: "
                + other.id();
    return what + " (same " + service.protocol() + " port or program as at " + other.origin() + ")";
  }

  private static Optional<String> key(ServiceSpec service) {
    if (service.has(ServiceType.TCPMUX) || service.has(ServiceType.TCPMUXPLUS)) {
      return Optional.of("mux " + service.name().toLowerCase(Locale.ROOT));
    }
    if (service.has(ServiceType.RPC)) {
      return Optional.of(
          "rpc " + service.protocol() + " " + service.word("rpc_number").orElse(service.name()));
    }
    // port 0 is a different port for each
    return service.port().isPresent() && service.port().getAsInt() != 0
        ? Optional.of(service.protocol() + " " + service.port().getAsInt())
        : Optional.empty();
  }

  private static boolean clash(ServiceSpec a, ServiceSpec b) {
    if (a.has(ServiceType.RPC)) {
      return overlap(versions(a), versions(b));
    }
    if (a.port().isEmpty()) {
      return true;
    }
    Optional<String> bindA = a.word("bind").filter(word -> !any(word));
    Optional<String> bindB = b.word("bind").filter(word -> !any(word));
    if (bindA.isPresent() && bindB.isPresent()) {
      return true; // the same address
    }
    boolean datagrams = a.socketType() != SocketType.STREAM;
    if (datagrams) {
      // the kernel lets a specific address, and each family, have its own datagrams
      return bindA.isPresent() == bindB.isPresent() && inetOnly(a) == inetOnly(b);
    }
    return !(inetOnly(a) && inet6Only(b)) && !(inet6Only(a) && inetOnly(b));
  }

  private static boolean any(String bind) {
    return Address.parse(bind).filter(Address::isAny).isPresent();
  }

  private static Optional<Family> boundFamily(ServiceSpec s) {
    return s.word("bind").flatMap(Address::parse).map(Address::family);
  }

  private static boolean inetOnly(ServiceSpec s) {
    return !s.has(Flag.IPV6)
        && (s.has(Flag.IPV4) || boundFamily(s).filter(f -> f == Family.INET).isPresent());
  }

  private static boolean inet6Only(ServiceSpec s) {
    boolean specific = s.word("bind").filter(word -> !any(word)).isPresent();
    return !inetOnly(s)
        && (s.yes("v6only", false)
            || (specific && boundFamily(s).filter(f -> f == Family.INET6).isPresent()));
  }

  private static int[] versions(ServiceSpec s) {
    String[] ends = s.word("rpc_version").orElse("0").split("-", 2);
    int from = Integer.parseInt(ends[0]);
    return new int[] {from, ends.length == 2 ? Integer.parseInt(ends[1]) : from};
  }

  private static boolean overlap(int[] a, int[] b) {
    return a[0] <= b[1] && b[0] <= a[1];
  }
}
