package org.jxinetd.shell.systemd;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Family;
import org.jxinetd.api.service.Flag;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.SocketType;
import org.jxinetd.shell.systemd.Conversion.Unit;

/** Writes one service as a socket unit and the service unit that it starts. */
public final class Units {

  /** What stands for no limit at all; systemd's own default is 64. */
  private static final String UNLIMITED = "100000";

  private static final String RELAY = "/lib/systemd/systemd-socket-proxyd";

  private static final Map<String, String> LIMITS =
      Map.of(
          "rlimit_as", "LimitAS",
          "rlimit_cpu", "LimitCPU",
          "rlimit_data", "LimitDATA",
          "rlimit_files", "LimitNOFILE",
          "rlimit_rss", "LimitRSS",
          "rlimit_stack", "LimitSTACK");

  private final ServiceSpec service;
  private final boolean relay;
  private final boolean accept;
  private final String name;
  private final List<String> lost;
  private final Access access;

  private Units(ServiceSpec service) {
    this.service = service;
    this.relay = service.attribute("redirect").isPresent();
    this.accept = !service.waits() && !relay;
    this.name = Words.unit(service.id());
    this.lost = Losses.of(service, relay);
    this.access = Access.of(service);
  }

  /** Converts a service, or says why it cannot be. */
  public static Conversion of(ServiceSpec service) {
    List<String> obstacles = new ArrayList<>(Losses.obstacles(service));
    Units units = new Units(service);
    if (!units.access.obstacle().isEmpty()) {
      obstacles.add(units.access.obstacle());
    }
    Optional<String> where = units.listen();
    if (where.isEmpty() && obstacles.isEmpty()) {
      obstacles.add("where it listens cannot be expressed");
    }
    if (!obstacles.isEmpty()) {
      return new Conversion(List.of(), List.of(), obstacles);
    }
    return new Conversion(
        List.of(units.socketUnit(where.get()), units.serviceUnit()), units.lost, List.of());
  }

  /** The line that opens the socket; empty for names, and for protocols other than TCP and UDP. */
  private Optional<String> listen() {
    String key =
        switch (service.protocol()) {
          case "tcp" -> "ListenStream=";
          case "udp" -> "ListenDatagram=";
          default -> "";
        };
    boolean raw = service.socketType() == SocketType.RAW;
    if (key.isEmpty() || raw || service.port().isEmpty() || service.port().getAsInt() == 0) {
      return Optional.empty();
    }
    Optional<Address> bind = service.word("bind").flatMap(Address::parse);
    if (service.attribute("bind").isPresent() && bind.isEmpty()) {
      return Optional.empty();
    }
    Address any =
        service.has(Flag.IPV4) && !service.has(Flag.IPV6) ? Address.ANY_INET : Address.ANY_INET6;
    Address address = bind.orElse(any);
    String host = address.family() == Family.INET6 ? "[" + address + "]" : address.toString();
    return Optional.of(key + host + ":" + service.port().getAsInt());
  }

  private Unit socketUnit(String listen) {
    List<String> out = new ArrayList<>();
    head(out);
    out.add("[Socket]");
    out.add(listen);
    if (listen.contains("[")) {
      out.add("BindIPv6Only=" + (service.yes("v6only", false) ? "ipv6-only" : "both"));
    }
    out.add("Accept=" + (accept ? "yes" : "no"));
    if (accept) {
      out.add("MaxConnections=" + count("instances").orElse(UNLIMITED));
      count("per_source").ifPresent(n -> out.add("MaxConnectionsPerSource=" + n));
    }
    if (service.has(Flag.NODELAY)) {
      out.add("NoDelay=yes");
    }
    if (service.has(Flag.KEEPALIVE)) {
      out.add("KeepAlive=yes");
    }
    out.addAll(access.lines());
    out.add("");
    out.add("[Install]");
    out.add("WantedBy=sockets.target");
    return new Unit(name + ".socket", out);
  }

  private Unit serviceUnit() {
    List<String> out = new ArrayList<>();
    head(out);
    out.add("[Service]");
    out.add("ExecStart=" + (relay ? relayCommand() : command()));
    if (!relay) {
      out.add("StandardInput=socket");
      out.add("StandardError=" + (service.word("stderr").isPresent() ? "journal" : "inherit"));
    }
    out.add("KillMode=process");
    service.word("user").ifPresent(user -> out.add("User=" + Words.path(user)));
    service.word("group").ifPresent(group -> out.add("Group=" + Words.path(group)));
    service.word("umask").ifPresent(mask -> out.add("UMask=" + mask));
    service.word("nice").ifPresent(nice -> out.add("Nice=" + nice));
    LIMITS.keySet().stream()
        .sorted()
        .forEach(
            limit ->
                service.word(limit).ifPresent(v -> out.add(LIMITS.get(limit) + "=" + limit(v))));
    service.word("session_time").ifPresent(time -> out.add("RuntimeMaxSec=" + time));
    for (String variable : service.words("env")) {
      out.add("Environment=" + Words.assignment(variable));
    }
    if (!service.words("passenv").isEmpty()) {
      out.add("PassEnvironment=" + String.join(" ", service.words("passenv")));
    }
    out.addAll(access.lines());
    return new Unit(name + (accept ? "@.service" : ".service"), out);
  }

  private void head(List<String> out) {
    out.add("[Unit]");
    out.add(
        "Description="
            + service.name()
            + " for one client of the network, as it was at "
            + service.origin());
    for (String clause : lost) {
      out.add("# lost: " + clause);
    }
    out.add("");
  }

  /** A number that limits; empty for none. */
  private Optional<String> count(String attribute) {
    return service.word(attribute).filter(word -> word.matches("[0-9]+"));
  }

  /** With a dash: a server that fails is no failed unit, of which there would be one a client. */
  private String command() {
    List<String> arguments = service.words("server_args");
    String server = service.word("server").orElseThrow();
    boolean named = service.has(Flag.NAMEINARGS) && !arguments.isEmpty();
    return (named ? "-@" : "-")
        + Words.quoted(server)
        + arguments.stream().map(word -> " " + Words.quoted(word)).collect(Collectors.joining());
  }

  private String relayCommand() {
    List<String> target = service.words("redirect");
    String host = target.get(0).indexOf(':') >= 0 ? "[" + target.get(0) + "]" : target.get(0);
    return RELAY
        + " --connections-max="
        + count("instances").orElse(UNLIMITED)
        + " "
        + Words.quoted(host + ":" + target.get(1));
  }

  /** Numbers with k or m; systemd wants capitals, and its own word for no limit. */
  private static String limit(String value) {
    return value.equalsIgnoreCase("UNLIMITED")
        ? "infinity"
        : value.toUpperCase(java.util.Locale.ROOT);
  }
}
