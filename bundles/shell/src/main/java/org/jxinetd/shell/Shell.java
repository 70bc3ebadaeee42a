package org.jxinetd.shell;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jxinetd.api.service.Commands;
import org.jxinetd.api.service.ConfigurationCheck;
import org.jxinetd.api.service.Reloader;
import org.jxinetd.api.service.SuperServer;
import org.jxinetd.api.service.Upgrader;
import org.jxinetd.shell.command.CommandSet;
import org.jxinetd.shell.command.EventTail;
import org.jxinetd.shell.command.OutputOfOthers;
import org.jxinetd.shell.command.Platform;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * The commands, bound to the engine and to the reader of the configuration as they come and go. Any
 * thread.
 */
@Component(service = {Shell.class, Commands.class})
public final class Shell implements Platform, Commands {

  private final AtomicReference<SuperServer> server = new AtomicReference<>();
  private final AtomicReference<Reloader> reloader = new AtomicReference<>();
  private final AtomicReference<ConfigurationCheck> check = new AtomicReference<>();
  private final AtomicReference<Upgrader> upgrader = new AtomicReference<>();
  private final AtomicReference<Checks> checks = new AtomicReference<>();
  private final AtomicReference<Gogo> gogo = new AtomicReference<>();
  private final CommandSet commands = CommandSet.standard(this, Clock.systemUTC());
  private final EventTail events;

  @Activate
  public Shell(@Reference EventTail events) {
    this.events = events;
  }

  public CommandSet commands() {
    return commands;
  }

  @Override
  public int run(List<String> words, Commands.Output out) throws IOException, InterruptedException {
    return commands.run(words, new OutputOfOthers(out));
  }

  @Override
  public List<String> complete(List<String> words) {
    return commands.complete(words);
  }

  @Override
  public EventTail events() {
    return events;
  }

  @Override
  public Optional<Gogo> gogo() {
    return Optional.ofNullable(gogo.get());
  }

  @Override
  public List<Checked> health(Optional<String> tag) throws InterruptedException {
    Checks now = checks.get();
    return now == null ? List.of() : now.run(tag);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindChecks(Checks comes) {
    checks.set(comes);
  }

  void unbindChecks(Checks goes) {
    checks.compareAndSet(goes, null);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindGogo(Gogo comes) {
    gogo.set(comes);
  }

  void unbindGogo(Gogo goes) {
    gogo.compareAndSet(goes, null);
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
