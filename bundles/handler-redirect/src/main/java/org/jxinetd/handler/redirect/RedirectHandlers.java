package org.jxinetd.handler.redirect;

import java.time.Duration;
import java.util.List;
import org.jxinetd.api.handler.Handler;
import org.jxinetd.api.handler.HandlerProvider;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.Flag;
import org.jxinetd.api.service.ServiceSpec;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Services with {@code redirect = HOST PORT}: clients are relayed to another TCP service. Ours
 * beyond xinetd.conf(5): further pairs are tried in turn; {@code redirect_connect_timeout} and
 * {@code redirect_idle_timeout}, in seconds. Immediate, so that what is known of names is kept
 * while no service is redirected.
 */
@Component(immediate = true, property = HandlerProvider.KIND + "=redirect")
public final class RedirectHandlers implements HandlerProvider {

  private static final int CONNECT_SECONDS = 10;
  private static final int LONGEST_CONNECT_SECONDS = 600;
  private static final int LONGEST_IDLE_SECONDS = 30 * 24 * 3600;
  private static final Duration FRESH = Duration.ofSeconds(5);
  private static final Duration LOOKUP = Duration.ofSeconds(5);

  private final Names names;
  private final TcpServices services;
  private final Logger log;
  private final Loops loops = new Loops();

  /** With the system's resolver and services. */
  @Activate
  public RedirectHandlers() {
    this(
        new Names(Names::system, System::nanoTime, FRESH, LOOKUP),
        TcpServices.SYSTEM,
        LoggerFactory.getLogger(RedirectHandlers.class));
  }

  RedirectHandlers(Names names, TcpServices services, Logger log) {
    this.names = names;
    this.services = services;
    this.log = log;
  }

  @Override
  public Handler compile(ServiceSpec service) throws ConfigException {
    Attribute redirect =
        service
            .attribute("redirect")
            .orElseThrow(() -> ConfigException.in(service, "no attribute redirect is given"));
    List<Target> targets = Target.parse(service, redirect, services);
    int connect =
        service
            .integer("redirect_connect_timeout", 1, LONGEST_CONNECT_SECONDS)
            .orElse(CONNECT_SECONDS);
    int idle = service.integer("redirect_idle_timeout", 0, LONGEST_IDLE_SECONDS).orElse(0);
    Dialer dialer =
        new Dialer(targets, names, Duration.ofSeconds(connect), service.has(Flag.KEEPALIVE), log);
    return new RedirectHandler(dialer, Duration.ofSeconds(idle), loops);
  }

  /** Ends look-ups; relays that run go on. */
  @Deactivate
  public void close() {
    names.close();
  }
}
