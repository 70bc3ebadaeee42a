package org.jxinetd.shell;

import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jxinetd.api.service.ConfigurationCheck;
import org.jxinetd.api.service.Reloader;
import org.jxinetd.api.service.SuperServer;
import org.jxinetd.api.service.Upgrader;
import org.jxinetd.shell.command.CommandSet;
import org.jxinetd.shell.command.Platform;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * The commands, bound to the engine and to the reader of the configuration as they come and go. Any
 * thread.
 */
@Component(service = Shell.class)
public final class Shell implements Platform {

  private final AtomicReference<SuperServer> server = new AtomicReference<>();
  private final AtomicReference<Reloader> reloader = new AtomicReference<>();
  private final AtomicReference<ConfigurationCheck> check = new AtomicReference<>();
  private final AtomicReference<Upgrader> upgrader = new AtomicReference<>();
  private final CommandSet commands = CommandSet.standard(this, Clock.systemUTC());

  public CommandSet commands() {
    return commands;
  }

  @Override
  public Optional<SuperServer> server() {
    return Optional.ofNullable(server.get());
  }

  @Override
  public Optional<Reloader> reloader() {
    return Optional.ofNullable(reloader.get());
  }

  @Override
  public Optional<ConfigurationCheck> check() {
    return Optional.ofNullable(check.get());
  }

  @Override
  public Optional<Upgrader> upgrader() {
    return Optional.ofNullable(upgrader.get());
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindUpgrader(Upgrader comes) {
    upgrader.set(comes);
  }

  void unbindUpgrader(Upgrader goes) {
    upgrader.compareAndSet(goes, null);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindServer(SuperServer comes) {
    server.set(comes);
  }

  // a replacement is bound before the one it replaces goes
  void unbindServer(SuperServer goes) {
    server.compareAndSet(goes, null);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindReloader(Reloader comes) {
    reloader.set(comes);
  }

  void unbindReloader(Reloader goes) {
    reloader.compareAndSet(goes, null);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindCheck(ConfigurationCheck comes) {
    check.set(comes);
  }

  void unbindCheck(ConfigurationCheck goes) {
    check.compareAndSet(goes, null);
  }
}
