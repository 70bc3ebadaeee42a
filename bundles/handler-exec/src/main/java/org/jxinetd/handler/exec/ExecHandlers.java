package org.jxinetd.handler.exec;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jxinetd.api.handler.Handler;
import org.jxinetd.api.handler.HandlerProvider;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.Flag;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.linux.Command;
import org.jxinetd.linux.Credentials;
import org.jxinetd.linux.OsException;
import org.jxinetd.linux.Self;
import org.jxinetd.linux.Spawner;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Services with a {@code server}: a program started with the client's own socket. */
@Component(property = HandlerProvider.KIND + "=exec")
public final class ExecHandlers implements HandlerProvider {

  private static final int ATTEMPTS = 5;
  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final int MOST_SECONDS = 31_536_000;

  private final Spawner spawner;

  // the environment made last: thousands of services mostly have the same
  private volatile Environment environment = Environment.EMPTY;

  /** Finds the helper where the launcher says it is. */
  @Activate
  public ExecHandlers(BundleContext context) throws OsException {
    Optional<Path> helper =
        Optional.ofNullable(context.getProperty("org.jxinetd.helper")).map(Path::of);
    this.spawner = Spawner.open(helper);
  }

  @Override
  public Handler compile(ServiceSpec service) throws ConfigException {
    Findings findings = new Findings();
    String server = findings.read(() -> Program.of(service), "/");
    Environment variables = findings.read(() -> environment(service), Environment.EMPTY);
    Command command =
        new Command(
            server,
            findings.read(() -> Arguments.of(service, server), List.of("")),
            variables.fixed(),
            findings.read(
                () -> Owner.of(service, Self.effectiveUid(), Self.effectiveGid()),
                Credentials.UNCHANGED),
            findings.read(() -> umask(service), OptionalInt.empty()),
            findings.read(
                () -> service.integer("nice", Integer.MIN_VALUE, Integer.MAX_VALUE),
                OptionalInt.empty()),
            findings.read(() -> Limits.of(service), List.of()));
    Stderr stderr = findings.read(() -> Stderr.of(service), new Stderr.Client());
    Duration session = findings.read(() -> sessionTime(service), Duration.ZERO);
    findings.check();
    int attempts = service.has(Flag.NORETRY) ? 1 : ATTEMPTS;
    return new ExecHandler(
        service.id(),
        server,
        new Programs(spawner, command),
        variables,
        stderr,
        new ExecHandler.Terms(attempts, PAUSE, session, GRACE));
  }

  /** Zero for no limit. */
  private static Duration sessionTime(ServiceSpec service) throws ConfigException {
    Optional<Attribute> set = service.attribute("session_time");
    if (set.isPresent() && set.get().text().equalsIgnoreCase("UNLIMITED")) {
      return Duration.ZERO;
    }
    OptionalInt seconds = service.integer("session_time", 1, MOST_SECONDS);
    return Duration.ofSeconds(seconds.orElse(0));
  }

  private Environment environment(ServiceSpec service) throws ConfigException {
    Environment own = Environment.of(service, System.getenv());
    Environment last = environment;
    if (own.equals(last)) {
      return last;
    }
    environment = own;
    return own;
  }

  private static OptionalInt umask(ServiceSpec service) throws ConfigException {
    Optional<Attribute> set = service.attribute("umask");
    if (set.isEmpty()) {
      return OptionalInt.empty();
    }
    if (!set.get().text().matches("[0-7]{1,4}") || Integer.parseInt(set.get().text(), 8) > 0777) {
      throw ConfigException.in(
          service, set.get(), "'" + set.get().text() + "' is not an octal mask from 0 to 777");
    }
    return OptionalInt.of(Integer.parseInt(set.get().text(), 8));
  }
}
