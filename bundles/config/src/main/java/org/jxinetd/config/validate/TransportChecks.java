package org.jxinetd.config.validate;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jxinetd.api.service.ServiceType;
import org.jxinetd.api.service.SocketType;
import org.jxinetd.config.language.Numbers;
import org.jxinetd.config.merge.Draft;
import org.jxinetd.config.system.SystemNames;

/** Derives socket type, protocol and port from each other and from the system's tables. */
final class TransportChecks {

  private final Draft draft;
  private final Set<ServiceType> types;
  private final SystemNames names;
  private final Complaint complaint;

  TransportChecks(Draft draft, Set<ServiceType> types, SystemNames names, Complaint complaint) {
    this.draft = draft;
    this.types = types;
    this.names = names;
    this.complaint = complaint;
  }

  Optional<Transport> derive() {
    Optional<SocketType> type = draft.word("socket_type").flatMap(SocketType::of);
    Optional<String> name = draft.word("protocol");
    if (type.isEmpty()) {
      type =
          name.flatMap(this::protocol)
              .flatMap(
                  p ->
                      switch (p.name()) {
                        case "tcp" -> Optional.of(SocketType.STREAM);
                        case "udp" -> Optional.of(SocketType.DGRAM);
                        default -> Optional.empty();
                      });
    }
    if (type.isEmpty()) {
      complaint.error(
          "socket_type",
          "Service " + draft.id() + " missing attribute socket_type - DISABLING",
          "add: socket_type = stream");
      return Optional.empty();
    }
    if (name.isEmpty()) {
      name =
          switch (type.get()) {
            case STREAM -> Optional.of("tcp");
            case DGRAM -> Optional.of("udp");
            default -> Optional.empty();
          };
    }
    if (name.isEmpty()) {
      complaint.error(
          "protocol",
          "Port not specified for service: " + draft.name().text() + " and no protocol given");
      return Optional.empty();
    }
    Optional<SystemNames.Protocol> protocol = protocol(name.get());
    if (protocol.isEmpty()) {
      complaint.error("protocol", "Protocol " + name.get() + " not in /etc/protocols");
      return Optional.empty();
    }
    return combine(type.get(), protocol.get());
  }

  private Optional<SystemNames.Protocol> protocol(String name) {
    return names.protocol(name);
  }

  private Optional<Transport> combine(SocketType type, SystemNames.Protocol protocol) {
    boolean possible =
        switch (protocol.name()) {
          case "tcp" -> type == SocketType.STREAM || type == SocketType.RAW;
          case "udp" -> type == SocketType.DGRAM || type == SocketType.RAW;
          default -> true;
        };
    if (!possible) {
      complaint.error(
          "protocol", "there is no " + type.word() + " socket with protocol " + protocol.name());
      return Optional.empty();
    }
    if (types.contains(ServiceType.RPC)
        || types.contains(ServiceType.TCPMUX)
        || types.contains(ServiceType.TCPMUXPLUS)) {
      return Optional.of(new Transport(type, protocol, OptionalInt.empty()));
    }
    OptionalInt port = port(protocol.name());
    return port.isEmpty() ? Optional.empty() : Optional.of(new Transport(type, protocol, port));
  }

  private OptionalInt port(String protocol) {
    String name = draft.name().text();
    OptionalInt given = OptionalInt.empty();
    if (draft.word("port").isPresent()) {
      given = OptionalInt.of((int) Numbers.whole(draft.word("port").get()).orElseThrow());
    }
    if (types.contains(ServiceType.UNLISTED)) {
      if (given.isEmpty()) {
        complaint.error(
            "port", "Unlisted service: " + name + " must have a port entry", "add: port = NUMBER");
      }
      return given;
    }
    OptionalInt listed = names.port(name, protocol);
    if (listed.isEmpty()) {
      complaint.error(
          given.isEmpty() ? "port" : "type",
          given.isEmpty()
              ? "Port not specified and can't find service: " + name + " with getservbyname"
              : "service/protocol combination not in /etc/services: " + name + "/" + protocol,
          given.isEmpty() ? "add: type = UNLISTED and port = NUMBER" : "add UNLISTED to type");
      return OptionalInt.empty();
    }
    if (given.isPresent() && given.getAsInt() != listed.getAsInt()) {
      complaint.error(
          "port",
          "Service " + name + " expects port " + listed.getAsInt() + ", not " + given.getAsInt(),
          "add UNLISTED to type to use another port");
      return OptionalInt.empty();
    }
    return listed;
  }
}
