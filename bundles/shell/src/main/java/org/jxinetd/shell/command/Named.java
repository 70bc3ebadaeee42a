package org.jxinetd.shell.command;

import java.io.IOException;
import java.util.List;
import org.jxinetd.api.service.SuperServer.ServiceStatus;

/** Finds services by the name that a person typed. */
final class Named {

  private Named() {}

  /**
   * The service of that id or, when there is none, all of that name, ignoring case as xinetd does
   * for ids.
   *
   * @return empty when there is none; that has been said on {@code out} then
   */
  static List<ServiceStatus> find(List<ServiceStatus> services, String name, Output out)
      throws IOException {
    List<ServiceStatus> found =
        services.stream().filter(s -> s.service().id().equalsIgnoreCase(name)).toList();
    if (found.isEmpty()) {
      found = services.stream().filter(s -> s.service().name().equalsIgnoreCase(name)).toList();
    }
    if (found.isEmpty()) {
      List<String> ids = services.stream().map(s -> s.service().id()).toList();
      out.complaint("no service " + name + Nearest.suggestion(name, ids));
    }
    return found;
  }
}
