package org.jxinetd.shell.command;

import java.util.Optional;
import org.jxinetd.api.service.ConfigurationCheck;
import org.jxinetd.api.service.Reloader;
import org.jxinetd.api.service.SuperServer;
import org.jxinetd.api.service.Upgrader;

/** What the commands speak to. Both parts come and go with their bundles: ask each time. */
public interface Platform {

  /** What a command says when it needs the engine and there is none. */
  String NO_ENGINE = "the engine is not running: no service is served (is its bundle started?)";

  Optional<SuperServer> server();

  Optional<Reloader> reloader();

  Optional<ConfigurationCheck> check();

  /** Who can replace this process; nobody where the launcher does not offer it. */
  default Optional<Upgrader> upgrader() {
    return Optional.empty();
  }
}
