package org.jxinetd.handler.tcpmux;

import java.time.Duration;
import org.jxinetd.api.handler.Handler;
import org.jxinetd.api.handler.HandlerProvider;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.ServiceType;
import org.jxinetd.api.service.SuperServer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The built-in service tcpmux. Ours: {@code tcpmux_timeout}, seconds that a name may take. */
@Component(property = HandlerProvider.KIND + "=" + HandlerProvider.BUILT_IN + "tcpmux")
public final class Tcpmux implements HandlerProvider {

  private static final int SECONDS = 30;
  private static final int MOST_SECONDS = 600;

  private final SuperServer server;

  /** Serves names of that server's services. */
  @Activate
  public Tcpmux(@Reference SuperServer server) {
    this.server = server;
  }

  @Override
  public Handler compile(ServiceSpec service) throws ConfigException {
    if (service.has(ServiceType.TCPMUX) || service.has(ServiceType.TCPMUXPLUS)) {
      throw ConfigException.in(service, "tcpmux cannot be reached through itself");
    }
    int seconds = service.integer("tcpmux_timeout", 1, MOST_SECONDS).orElse(SECONDS);
    return new MuxHandler(
        new Directory(server), new NameLine(System::nanoTime), Duration.ofSeconds(seconds));
  }
}
