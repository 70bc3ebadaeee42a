package org.jxinetd.shell.control;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.util.Optional;
import org.jxinetd.shell.Shell;
import org.jxinetd.shell.command.CommandSet;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control socket behind xinetctl. Framework property {@code org.jxinetd.control} is its path,
 * empty or missing for none; {@code org.jxinetd.control.group} lets the members of a group command
 * as well. A socket that cannot be had is an error in the log: the server runs on without it.
 */
@Component(
    service = {},
    immediate = true)
public final class Control {

  static final String PATH = "org.jxinetd.control";
  static final String GROUP = "org.jxinetd.control.group";

  /** Present in a process that takes the place of another one: its socket is replaced. */
  static final String TAKEOVER = "org.jxinetd.takeover";

  private static final Logger LOG = LoggerFactory.getLogger(Control.class);

  private final Optional<ControlServer> server;

  @Activate
  public Control(BundleContext context, @Reference Shell shell) {
    this(
        property(context, PATH),
        property(context, GROUP),
        property(context, TAKEOVER).isPresent(),
        shell.commands(),
        SystemGroups::contains);
  }

  Control(
      Optional<String> path,
      Optional<String> group,
      boolean takesOver,
      CommandSet commands,
      Peers.Membership membership) {
    Optional<ControlServer> started = Optional.empty();
    if (path.isPresent()) {
      try {
        started = Optional.of(start(path.get(), group, takesOver, commands, membership));
        LOG.info("control socket {}", path.get());
      } catch (ControlException impossible) {
        LOG.error("{}; no control socket: xinetctl cannot be used", impossible.getMessage());
      }
    }
    server = started;
  }

  private static ControlServer start(
      String path,
      Optional<String> groupName,
      boolean takesOver,
      CommandSet commands,
      Peers.Membership membership)
      throws ControlException {
    Optional<GroupPrincipal> group = Optional.empty();
    if (groupName.isPresent()) {
      group = Optional.of(group(groupName.get()));
    }
    SocketFile file = SocketFile.create(path(path), group, takesOver);
    try {
      Peers peers = Peers.of(file.owner(), group, membership);
      return ControlServer.start(file, peers, commands, Bounds.STANDARD);
    } catch (IOException wrong) {
      file.remove();
      throw new ControlException(path + ": " + wrong.getMessage(), wrong);
    }
  }

  private static Path path(String text) throws ControlException {
    try {
      return Path.of(text).toAbsolutePath();
    } catch (InvalidPathException wrong) {
      throw new ControlException(wrong.getMessage(), wrong);
    }
  }

  private static GroupPrincipal group(String name) throws ControlException {
    try {
      return FileSystems.getDefault()
          .getUserPrincipalLookupService()
          .lookupPrincipalByGroupName(name);
    } catch (IOException unknown) {
      throw new ControlException("there is no group " + name, unknown);
    }
  }

  private static Optional<String> property(BundleContext context, String name) {
    return Optional.ofNullable(context.getProperty(name)).filter(value -> !value.isBlank());
  }

  boolean isOpen() {
    return server.isPresent();
  }

  @Deactivate
  public void close() {
    server.ifPresent(ControlServer::close);
  }
}
