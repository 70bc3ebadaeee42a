package org.jxinetd.engine.unit;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.Flag;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.ServiceType;
import org.jxinetd.api.service.Token;

/**
 * Services whose server is tcpd(8): it asks TCP wrappers once more, under the name it is called by,
 * when everybody here has agreed already. An explanation that left that out would be no help.
 */
final class Tcpd {

  private Tcpd() {}

  /** The service as tcpd asks for it; empty when the server is another program. */
  static Optional<ServiceSpec> asks(ServiceSpec service) {
    Optional<Attribute> server = service.attribute("server");
    if (service.has(ServiceType.INTERNAL)
        || service.attribute("redirect").isPresent()
        || server.isEmpty()
        || !base(server.get().text()).equals("tcpd")) {
      return Optional.empty();
    }
    List<String> arguments = service.words("server_args");
    boolean named = service.has(Flag.NAMEINARGS) && !arguments.isEmpty();
    String daemon = named ? base(arguments.getFirst()) : "tcpd";
    Origin origin = server.get().origin();
    ServiceSpec.Builder copy =
        ServiceSpec.builder(service.pid(), service.name())
            .id(service.id())
            .source(service.source())
            .origin(service.origin())
            .type(service.types().toArray(ServiceType[]::new))
            .socketType(service.socketType())
            .protocol(service.protocol(), service.protocolNumber())
            .waits(service.waits());
    service.attributes().values().forEach(copy::attribute);
    return Optional.of(
        copy.attribute(new Attribute("libwrap", List.of(new Token(daemon, origin)), origin))
            .build());
  }

  private static String base(String path) {
    Path name = Path.of(path).getFileName();
    return name == null ? "" : name.toString();
  }
}
