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

/** Answers commands about the server, to users and for a password that are known. */
@Component(property = HandlerProvider.KIND + "=" + HandlerProvider.BUILT_IN + "xadmin")
public final class Xadmin implements HandlerProvider {

  private static final Duration IDLE = Duration.ofMinutes(5);
  private static final Duration LIMIT = Duration.ofMinutes(60);

  private final Tables tables;
  private final Guesses guesses = new Guesses(Clock.systemUTC());

  /** Tells about that server. */
  @Activate
  public Xadmin(@Reference SuperServer server) {
    this.tables = new Tables(server, Clock.system(ZoneId.systemDefault()));
  }

  @Override
  public Handler compile(ServiceSpec service) throws ConfigException {
    Restriction.check(service);
    Login login = Login.of(service, guesses, LoggerFactory.getLogger(Xadmin.class));
    if (!login.asks()) {
      throw ConfigException.in(
          service,
          "xadmin must know its clients: set admin_users to users of this host, or"
              + " admin_password_file to a file that bin/xinetd-password made");
    }
    return new Visit(login, IDLE, LIMIT, (exchange, lines) -> new Dialogue(tables, lines).hold());
  }
}
