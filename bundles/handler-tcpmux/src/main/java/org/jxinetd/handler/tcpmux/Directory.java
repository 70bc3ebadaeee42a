package org.jxinetd.handler.tcpmux;

import java.util.List;
import java.util.Optional;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.ServiceState;
import org.jxinetd.api.service.ServiceType;
import org.jxinetd.api.service.SuperServer;

/** The services that can be reached by name: those of type TCPMUX or TCPMUXPLUS and no others. */
final class Directory {

  private final SuperServer server;

  Directory(SuperServer server) {
    this.server = server;
  }

  /** Names in the order of the configuration. */
  List<String> names() {
    return reachable().stream().map(ServiceSpec::name).distinct().toList();
  }

  /** A service by its name, ignoring case. */
  Optional<ServiceSpec> find(String name) {
    return reachable().stream().filter(s -> s.name().equalsIgnoreCase(name)).findFirst();
  }

  private List<ServiceSpec> reachable() {
    return server.services().stream()
        .filter(status -> !(status.state() instanceof ServiceState.Failed))
        .map(SuperServer.ServiceStatus::service)
        .filter(s -> s.has(ServiceType.TCPMUX) || s.has(ServiceType.TCPMUXPLUS))
        .toList();
  }
}
