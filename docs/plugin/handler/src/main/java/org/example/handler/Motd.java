package org.example.handler;

import java.nio.charset.StandardCharsets;
import org.jxinetd.api.handler.Connection;
import org.jxinetd.api.handler.Handler;
import org.jxinetd.api.handler.HandlerProvider;
import org.jxinetd.api.handler.Outcome;
import org.jxinetd.api.handler.Running;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.ServiceSpec;
import org.osgi.service.component.annotations.Component;

/** Sends {@code motd_text} and closes. A handler sees the definition of its service. */
@Component(property = HandlerProvider.KIND + "=" + HandlerProvider.BUILT_IN + "motd")
public final class Motd implements HandlerProvider {

  @Override
  public Handler compile(ServiceSpec service) throws ConfigException {
    if (service.words("motd_text").isEmpty()) {
      throw ConfigException.in(service, "motd needs an attribute motd_text");
    }
    String text = String.join(" ", service.words("motd_text")) + "\n";
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return exchange -> {
      Connection connection = exchange.connection();
      exchange.started(new Sending(connection)); // counted and logged from here on
      connection.out().write(bytes);
      return new Outcome.Served();
    };
  }

  /** How the server can end it. */
  private record Sending(Connection connection) implements Running {
    @Override
    public long pid() {
      return 0;
    }

    @Override
    public void terminate() {
      connection.close();
    }

    @Override
    public void kill() {
      connection.close();
    }
  }
}
