package org.jxinetd.handler.redirect;

import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.linux.OsException;

/** A redirected service for the tests of this room, with what the daemon would log. */
final class Setup implements AutoCloseable {

  final Said said = new Said();
  private final Names names =
      new Names(
          _ -> List.of(Address.inet(0x7f000001)),
          System::nanoTime,
          Duration.ofSeconds(5),
          Duration.ofSeconds(5));

  static ServiceSpec.Builder service(String... redirect) {
    return ServiceSpec.builder("pid", "red")
        .origin(Origin.of("xinetd.conf", 3))
        .attribute("redirect", redirect);
  }

  static ServiceSpec.Builder to(ServerSocket target) {
    return service("127.0.0.1", String.valueOf(target.getLocalPort()));
  }

  RedirectHandlers handlers() {
    return new RedirectHandlers(names, new TcpServices(Path.of("/etc/services")), said.logger());
  }

  Front front(ServiceSpec service) throws ConfigException, OsException {
    return front(service, "127.0.0.1");
  }

  Front front(ServiceSpec service, String address) throws ConfigException, OsException {
    return new Front(service, handlers().compile(service), address);
  }

  @Override
  public void close() {
    names.close();
  }
}
