package org.jxinetd.access.libwrap;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.jxinetd.api.access.AccessProvider;
import org.jxinetd.api.access.AccessRule;
import org.jxinetd.api.access.Phase;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.ServiceSpec;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** TCP wrappers for the services of this daemon; the package description says what they are. */
@Component
public final class Wrappers implements AccessProvider {

  private static final Logger LOG = LoggerFactory.getLogger(Wrappers.class);
  private static final Path ALLOW = Path.of("/etc/hosts.allow");
  private static final Path DENY = Path.of("/etc/hosts.deny");
  private static final Duration COMMAND_LIMIT = Duration.ofMinutes(1);

  private final Tables tables;
  private final CachedNames names;
  private final Commands commands;
  private final Surroundings around;

  /** Reads the files at once, so that what is wrong with them is said before a client comes. */
  @Activate
  public Wrappers() {
    this(
        new Tables(ALLOW, DENY, InstantSource.system(), Wrappers::say),
        new CachedNames(new SystemNames(), System::nanoTime));
  }

  Wrappers(Tables tables, CachedNames names) {
    this.tables = tables;
    this.names = names;
    this.commands = new Commands(COMMAND_LIMIT);
    this.around = new Surroundings(names, Users.NOT_ASKED, commands);
    tables.allow();
    tables.deny();
  }

  private static void say(Problem problem) {
    if (problem.severity() == Problem.Severity.ERROR) {
      LOG.error("{}", problem);
    } else {
      LOG.warn("{}", problem);
    }
  }

  @Deactivate
  void close() {
    names.close();
    commands.close();
  }

  @Override
  public Phase phase() {
    return Phase.LIBWRAP;
  }

  @Override
  public AccessRule compile(ServiceSpec service) throws ConfigException {
    Attribute name = service.attribute("libwrap").orElse(null);
    if (name != null && (name.values().size() != 1 || name.text().isBlank())) {
      throw ConfigException.in(service, name, "libwrap expects one name");
    }
    return new WrappedService(service, tables, around);
  }
}
