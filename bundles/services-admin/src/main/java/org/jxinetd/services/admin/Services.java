package org.jxinetd.services.admin;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import org.jxinetd.api.handler.Handler;
import org.jxinetd.api.handler.HandlerProvider;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.SuperServer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.LoggerFactory;

/** Lists the services that are configured: a line with name, protocol and port for each. */
@Component(property = HandlerProvider.KIND + "=" + HandlerProvider.BUILT_IN + "services")
public final class Services implements HandlerProvider {

  private static final Duration IDLE = Duration.ofMinutes(1);
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Tables tables;
  private final Guesses guesses = new Guesses(Clock.systemUTC());

  /** Tells about that server. */
  @Activate
  public Services(@Reference SuperServer server) {
    this.tables = new Tables(server, Clock.system(ZoneId.systemDefault()));
  }

  @Override
  public Handler compile(ServiceSpec service) throws ConfigException {
    Restriction.check(service);
    Login login = Login.of(service, guesses, LoggerFactory.getLogger(Services.class));
    return new Visit(login, IDLE, LIMIT, (exchange, lines) -> lines.say(tables.services()));
  }
}
