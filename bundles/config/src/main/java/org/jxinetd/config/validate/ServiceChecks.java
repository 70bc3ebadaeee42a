package org.jxinetd.config.validate;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.Family;
import org.jxinetd.api.service.Flag;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.ServiceType;
import org.jxinetd.api.service.SocketType;
import org.jxinetd.config.merge.Draft;
import org.jxinetd.config.system.SystemNames;
import org.jxinetd.config.text.Findings;

/**
 * All checks across the attributes of one service, in one place; each message ends in the
 * consequence. The value of each attribute by itself has been checked before. One instance checks
 * one service.
 */
public final class ServiceChecks {

  private final Draft draft;
  private final SystemNames names;
  private final Findings findings;
  private final String id;
  private final Set<ServiceType> types = EnumSet.noneOf(ServiceType.class);
  private final Set<Flag> flags = EnumSet.noneOf(Flag.class);
  private boolean failed;
  private Transport transport;

  public ServiceChecks(Draft draft, SystemNames names, Findings findings) {
    this.draft = draft;
    this.names = names;
    this.findings = findings;
    this.id = draft.id();
    draft
        .attribute("type")
        .ifPresent(a -> a.words().forEach(w -> ServiceType.of(w).ifPresent(types::add)));
    draft
        .attribute("flags")
        .ifPresent(a -> a.words().forEach(w -> Flag.of(w).ifPresent(flags::add)));
  }

  /**
   * Checks everything and derives what was left to be derived.
   *
   * @return empty when the service cannot run
   */
  public Optional<ServiceSpec> check(String pid, ServiceSpec.Source source) {
    if (draft.broken()) {
      return Optional.empty(); // said where it broke; what follows from that would only confuse
    }
    server();
    family();
    Optional<Transport> found = new TransportChecks(draft, types, names, this::error).derive();
    if (draft.word("wait").isEmpty()) {
      missing("wait");
    }
    if (found.isEmpty() || draft.word("wait").isEmpty()) {
      return Optional.empty();
    }
    transport = found.get();
    arguments();
    kind();
    redirect();
    waiting();
    Draft effective = new Inert(draft, id, flags, transport, types, findings).tidy();
    if (failed) {
      return Optional.empty();
    }
    return Optional.of(spec(pid, source, effective));
  }

  private boolean external() {
    return !types.contains(ServiceType.INTERNAL);
  }

  private boolean redirected() {
    return draft.attribute("redirect").isPresent();
  }

  private boolean waits() {
    return draft.word("wait").filter("yes"::equalsIgnoreCase).isPresent() && !muxed();
  }

  /** Reached through tcpmux, without a socket of its own. */
  private boolean muxed() {
    return types.contains(ServiceType.TCPMUX) || types.contains(ServiceType.TCPMUXPLUS);
  }

  private void server() {
    if (!external()) {
      return;
    }
    if (!redirected() && draft.word("server").isEmpty()) {
      error("server", "Must specify a server in " + draft.name().text());
    }
    if (draft.word("user").isEmpty()) {
      missing("user");
    }
  }

  private void arguments() {
    if (!flags.contains(Flag.NAMEINARGS)) {
      return;
    }
    if (!external()) {
      error("flags", "Service " + id + " is INTERNAL and has NAMEINARGS flag set");
    } else if (redirected()) {
      error("flags", "Service " + id + " is redirected and has NAMEINARGS flag set");
    } else if (draft.word("server_args").isEmpty()) {
      error("flags", "Must specify server args if using NAMEINARGS flag");
    }
  }

  /** The address must be of the family that the flags ask for. */
  private void family() {
    boolean four = flags.contains(Flag.IPV4);
    boolean six = flags.contains(Flag.IPV6);
    if (four && six) {
      findings.info(
          at("flags"), "flags", "Service " + id + " will use IPv6 or fallback to IPv4", "");
      return;
    }
    Optional<Family> bound = draft.word("bind").flatMap(Address::parse).map(Address::family);
    if (bound.isPresent() && (four || six) && (bound.get() == Family.INET) == six) {
      error(
          "bind",
          "the address "
              + draft.word("bind").get()
              + " is not of the family that flags = "
              + (six ? "IPv6" : "IPv4")
              + " asks for; xinetd would listen on every address");
    }
  }

  /** Rules of the special kinds: TCPMUX, RPC. */
  private void kind() {
    String name = draft.name().text();
    if (muxed()) {
      if (draft.word("wait").filter("yes"::equalsIgnoreCase).isPresent()) {
        findings.add(
            Problem.warning(
                at("wait"),
                "wait",
                "a service that is reached through tcpmux has no socket to wait on",
                "service " + id + " runs as with wait = no"));
      }
      if (!types.contains(ServiceType.UNLISTED)) {
        error("type", "Service: " + id + " (tcpmux) should have UNLISTED in type.");
      }
      if (!transport.protocol().name().equals("tcp")) {
        error("protocol", "Service: " + id + " (tcpmux) should have tcp in protocol.");
      }
    }
    if (types.contains(ServiceType.RPC)) {
      rpc(name);
    }
  }

  private void rpc(String name) {
    if (draft.word("rpc_version").isEmpty()) {
      missing("rpc_version");
    }
    if (draft.word("port").isPresent()) {
      error("port", "an RPC service has no port of its own: the portmapper tells it");
    }
    if (types.contains(ServiceType.UNLISTED)) {
      if (draft.word("rpc_number").isEmpty()) {
        missing("rpc_number");
      }
    } else if (names.program(name).isEmpty()) {
      error("type", "unknown RPC service: " + name);
    } else if (draft.word("rpc_number").isPresent()) {
      findings.add(
          Problem.warning(
              at("rpc_number"),
              "rpc_number",
              "counts only with type = RPC UNLISTED",
              "the number of " + name + " in /etc/rpc is used: " + names.program(name).getAsInt()));
    }
    if (transport.protocol().name().equals("tcp")) {
      flags.add(Flag.NOLIBWRAP);
    }
  }

  private void redirect() {
    if (!redirected()) {
      return;
    }
    if (transport.type() != SocketType.STREAM) {
      error("redirect", "Only tcp sockets are supported for redirected service " + id);
    }
    if (waits()) {
      error("redirect", "Redirected service " + id + " must not wait");
    }
    List<String> words = draft.attributes().get("redirect").words();
    for (int i = 1; i < words.size(); i += 2) {
      String port = words.get(i);
      boolean isName = !port.isEmpty() && !Character.isDigit(port.charAt(0));
      if (isName && names.port(port, "tcp").isEmpty()) {
        error("redirect", "port number invalid: " + port + " is not in /etc/services for tcp");
      }
    }
  }

  /** What wait = yes and wait = no exclude. */
  private void waiting() {
    boolean stream = transport.type() == SocketType.STREAM;
    if (!waits()) {
      if (!stream && external() && !redirected() && !muxed()) {
        error(
            "wait",
            "Service "
                + id
                + " has socket_type "
                + transport.type().word()
                + ", but does not wait: the server would take the socket away from the service");
      }
      return;
    }
    if (!stream) {
      return;
    }
    String why =
        "the client of a stream service with wait = yes is unknown before the server accepts it";
    if (draft.attribute("no_access").filter(a -> !a.values().isEmpty()).isPresent()) {
      error("no_access", "cannot be obeyed: " + why);
    }
    draft
        .attribute("only_from")
        .filter(a -> !everybody(a))
        .ifPresent(
            a ->
                error("only_from", "cannot be obeyed: " + why + "; xinetd would refuse everybody"));
    for (String banner : List.of("banner", "banner_success")) {
      if (draft.attribute(banner).isPresent()) {
        error(banner, "cannot be sent: " + why + "; in xinetd each server dies of it");
      }
    }
  }

  /** Whether a list lets in every client that the socket can have. */
  private boolean everybody(Attribute onlyFrom) {
    List<String> words = onlyFrom.words();
    if (words.contains("::/0")) {
      return true;
    }
    return inetOnly() && (words.contains("0.0.0.0/0") || words.contains("0.0.0.0"));
  }

  private boolean inetOnly() {
    if (flags.contains(Flag.IPV6)) {
      return false;
    }
    return flags.contains(Flag.IPV4)
        || draft
            .word("bind")
            .flatMap(Address::parse)
            .filter(a -> a.family() == Family.INET)
            .isPresent();
  }

  private void missing(String attribute) {
    error(
        attribute,
        "Service " + id + " missing attribute " + attribute + " - DISABLING",
        "add: " + attribute + " = ...");
  }

  private void error(String attribute, String message) {
    error(attribute, message, "");
  }

  private void error(String attribute, String message, String fix) {
    failed = true;
    findings.add(
        Problem.error(at(attribute), attribute, message, "service " + id + " not started")
            .withFix(fix));
  }

  private Origin at(String attribute) {
    return draft.attribute(attribute).map(Attribute::origin).orElse(draft.origin());
  }

  private ServiceSpec spec(String pid, ServiceSpec.Source source, Draft effective) {
    ServiceSpec.Builder builder =
        ServiceSpec.builder(pid, draft.name().text())
            .source(source)
            .origin(draft.origin())
            .id(id)
            .type(types.toArray(ServiceType[]::new))
            .flag(flags.toArray(Flag[]::new))
            .socketType(transport.type())
            .protocol(transport.protocol().name(), transport.protocol().number())
            .waits(waits());
    transport.port().ifPresent(builder::port);
    effective.attributes().values().forEach(builder::attribute);
    if (types.contains(ServiceType.RPC) && !types.contains(ServiceType.UNLISTED)) {
      // found before, or the service would have failed; what rpc_number says does not count
      names
          .program(draft.name().text())
          .ifPresent(number -> builder.attribute("rpc_number", Long.toString(number)));
    }
    return builder.build();
  }
}
