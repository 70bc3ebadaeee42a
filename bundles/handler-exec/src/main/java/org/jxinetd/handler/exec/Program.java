package org.jxinetd.handler.exec;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.ServiceSpec;

/** The file of a server, checked when the service is compiled. */
final class Program {

  private Program() {}

  static String of(ServiceSpec service) throws ConfigException {
    Attribute server =
        service
            .attribute("server")
            .orElseThrow(() -> ConfigException.in(service, "no attribute server is given"));
    Path path;
    try {
      path = Path.of(server.text());
    } catch (InvalidPathException e) {
      throw ConfigException.in(service, server, "not a path: " + e.getReason());
    }
    if (!path.isAbsolute()) {
      throw ConfigException.in(service, server, "'" + path + "' is not an absolute path");
    }
    if (!Files.exists(path)) {
      throw ConfigException.in(service, server, path + " does not exist");
    }
    if (!Files.isRegularFile(path)) {
      throw ConfigException.in(service, server, path + " is not a regular file");
    }
    if (!Files.isExecutable(path)) {
      throw ConfigException.in(service, server, path + " is not executable");
    }
    return server.text();
  }
}
