package org.jxinetd.config.validate;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiConsumer;
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
  private final BiConsumer<String, String> error;

  TransportChecks(
      Draft draft, Set<ServiceType> types, SystemNames names, BiConsumer<String, String> error) {
    this.draft = draft;
    this.types = types;
    this.names = names;
    this.error = error;
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
      error.accept(
          "socket_type", "Service " + draft.id() + " missing attribute socket_type - DISABLING");
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
      error.accept(
          "protocol",
          "Port not specified for service: " + draft.name().text() + " and no protocol given");
      return Optional.empty();
    }
    Optional<SystemNames.Protocol> protocol = protocol(name.get());
    if (protocol.isEmpty()) {
      error.accept("protocol", "Protocol " + name.get() + " not in /etc/protocols");
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
      error.accept(
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
        error.accept("port", "Unlisted service: " + name + " must have a port entry");
      }
      return given;
    }
    OptionalInt listed = names.port(name, protocol);
    if (listed.isEmpty()) {
      error.accept(
          given.isEmpty() ? "port" : "type",
          given.isEmpty()
              ? "Port not specified and can't find service: " + name + " with getservbyname"
              : "service/protocol combination not in /etc/services: " + name + "/" + protocol);
      return OptionalInt.empty();
    }
    if (given.isPresent() && given.getAsInt() != listed.getAsInt()) {
      error.accept(
          "port",
          "Service " + name + " expects port " + listed.getAsInt() + ", not " + given.getAsInt());
      return OptionalInt.empty();
    }
    return listed;
  }
}
