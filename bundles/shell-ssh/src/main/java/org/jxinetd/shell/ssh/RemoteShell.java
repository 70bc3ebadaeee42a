package org.jxinetd.shell.ssh;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jxinetd.api.service.Commands;
import org.jxinetd.linux.Self;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The remote shell, while it is configured. A configuration that changes cuts everybody off; one
 * that is wrong leaves the door closed.
 */
@Component(
    immediate = true,
    service = {},
    configurationPid = RemoteShell.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = Form.class)
public final class RemoteShell {

  static final String PID = "org.jxinetd.shell.ssh";

  /** Framework property: the daemon's private folder. */
  static final String STATE_FOLDER = "org.jxinetd.statedir";

  private static final Logger LOG = LoggerFactory.getLogger(RemoteShell.class);

  private final AtomicReference<Commands> commands = new AtomicReference<>();
  private final Optional<Door> door;

  /** Opens the door, if what is configured makes sense. */
  @Activate
  public RemoteShell(BundleContext context, Map<String, Object> properties) {
    Settings.Reading reading = Settings.read(PID, properties);
    reading.problems().forEach(problem -> LOG.error("remote shell: {}", problem));
    String state = context.getProperty(STATE_FOLDER);
    if (state == null) {
      LOG.error("remote shell: there is no state folder for its key ({})", STATE_FOLDER);
    }
    door =
        state == null
            ? Optional.empty()
            : reading
                .settings()
                .map(
                    settings ->
                        new Door(
                            settings,
                            Path.of(state),
                            Self.effectiveUid(),
                            () -> Optional.ofNullable(commands.get())));
    door.ifPresent(Door::open);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindCommands(Commands comes) {
    commands.set(comes);
  }

  void unbindCommands(Commands goes) {
    commands.compareAndSet(goes, null);
  }

  @Deactivate
  void close() {
    door.ifPresent(Door::close);
  }
}
