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

  private final Spawner spawner;

  // the environment made last: thousands of services mostly have the same
  private volatile List<String> environment = List.of();

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
    Command command =
        new Command(
            server,
            findings.read(() -> Arguments.of(service, server), List.of("")),
            findings.read(() -> environment(service), List.of()),
            findings.read(
                () -> Owner.of(service, Self.effectiveUid(), Self.effectiveGid()),
                Credentials.UNCHANGED),
            findings.read(() -> umask(service), OptionalInt.empty()),
            findings.read(
                () -> service.integer("nice", Integer.MIN_VALUE, Integer.MAX_VALUE),
                OptionalInt.empty()),
            findings.read(() -> Limits.of(service), List.of()));
    findings.check();
    int attempts = service.has(Flag.NORETRY) ? 1 : ATTEMPTS;
    return new ExecHandler(service.id(), server, spawner.prepare(command), attempts, PAUSE);
  }

  private List<String> environment(ServiceSpec service) throws ConfigException {
    List<String> own = Environment.of(service, System.getenv());
    List<String> last = environment;
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
