package org.jxinetd.access.libwrap;

import java.util.Optional;
import org.jxinetd.api.service.Flag;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.ServiceType;

/** Under which name a service appears in the rules. */
final class DaemonName {

  private DaemonName() {}

  /**
   * The attribute {@code libwrap}; without it the service's name where the daemon itself serves or
   * relays, else the last part of the program's name as the program sees it.
   */
  static String of(ServiceSpec service) {
    Optional<String> set = service.word("libwrap");
    if (set.isPresent()) {
      return set.get();
    }
    if (service.has(ServiceType.INTERNAL) || service.attribute("redirect").isPresent()) {
      return service.name();
    }
    Optional<String> program =
        service.has(Flag.NAMEINARGS)
            ? service.word("server_args").or(() -> service.word("server"))
            : service.word("server");
    return program.map(DaemonName::lastPart).orElse(service.name());
  }

  private static String lastPart(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
