package org.jxinetd.access.libwrap;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jxinetd.api.access.AccessProvider;
import org.jxinetd.api.access.AccessRule;
import org.jxinetd.api.access.HostNames;
import org.jxinetd.api.access.IdentityProvider;
import org.jxinetd.api.access.Phase;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.linux.Netgroups;
import org.jxinetd.linux.OsException;
import org.jxinetd.linux.Self;
import org.jxinetd.linux.Spawner;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
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
  private final SharedNames names;
  private final Groups.OfMachine groups;
  private final Commands commands;
  private final Surroundings around;
  private final AtomicReference<IdentityProvider> ident = new AtomicReference<>();

  /** Reads the files at once, so that what is wrong with them is said before a client comes. */
  @Activate
  public Wrappers(BundleContext context) throws OsException {
    this(
        new Tables(ALLOW, DENY, InstantSource.system(), Wrappers::say),
        new Groups.OfMachine(Netgroups::holds),
        Spawner.open(Optional.ofNullable(context.getProperty("org.jxinetd.helper")).map(Path::of)));
  }

  Wrappers(Tables tables, Groups.OfMachine groups, Spawner spawner) {
    this.tables = tables;
    this.names = new SharedNames(System::nanoTime);
    this.groups = groups;
    this.commands = new Commands(spawner, COMMAND_LIMIT);
    Users users = new Users.ByIdent(() -> Optional.ofNullable(ident.get()));
    this.around = new Surroundings(names, groups, users, commands, Self.effectiveUid());
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
    groups.close();
    commands.close();
  }

  /** Who looks names up; without it a rule that needs a name refuses. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void setNames(HostNames provider) {
    names.came(provider);
  }

  void unsetNames(HostNames provider) {
    names.left(provider);
  }

  /** Who asks client hosts for users; without it users are unknown. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void setIdent(IdentityProvider provider) {
    ident.set(provider);
  }

  void unsetIdent(IdentityProvider provider) {
    ident.compareAndSet(provider, null);
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
