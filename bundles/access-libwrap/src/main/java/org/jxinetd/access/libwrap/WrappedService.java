package org.jxinetd.access.libwrap;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jxinetd.api.access.AccessRule;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.Mode;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.SpawnChanges;
import org.jxinetd.api.access.SpawnChanges.Owner;
import org.jxinetd.api.access.SpawnChanges.SocketOptions;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.SocketType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The rules of both files for one service: a match in hosts.allow admits, else a match in
 * hosts.deny refuses, else the client is admitted. Options of the rule may say otherwise.
 */
final class WrappedService implements AccessRule {

  /** How long a command of aclexec may take to answer. */
  private static final Duration COMMAND_PATIENCE = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(WrappedService.class);
  private static final Evidence NO_RULE =
      new Evidence("no rule of hosts.allow or hosts.deny", Origin.NONE, "");

  private final ServiceSpec service;
  private final String daemon;
  private final Tables tables;
  private final Surroundings around;
  private final RunsAs runsAs;

  WrappedService(ServiceSpec service, Tables tables, Surroundings around) {
    this.service = service;
    this.daemon = DaemonName.of(service);
    this.tables = tables;
    this.around = around;
    this.runsAs = RunsAs.of(service, around.uid());
  }

  /** Without rules nothing is looked up. */
  @Override
  public boolean mayWait() {
    return !tables.allow().isEmpty() || !tables.deny().isEmpty();
  }

  @Override
  public Verdict decide(Request request, Mode mode) {
    Party.Patience patience = new Party.Patience(around.names().patience());
    Visit visit =
        new Visit(
            daemon,
            new Party(request.peer(), namesOfClient(request), around.groups(), patience),
            new Party(request.local(), around.names(), around.groups(), patience),
            () -> around.users().of(request, mode, 0));
    Verdict verdict = search(Table.ALLOW, visit, request, mode);
    if (verdict == null) {
      verdict = search(Table.DENY, visit, request, mode);
    }
    return verdict == null ? Verdict.pass(NO_RULE) : verdict;
  }

  /** An explanation may suppose a name; then nothing is looked up. */
  private Names namesOfClient(Request request) {
    return request
        .name()
        .map(Name::new)
        .<Names>map(supposed -> (address, limit) -> supposed)
        .orElse(around.names());
  }

  /** The verdict of the first rule that matches; null when none does. */
  private Verdict search(Table table, Visit visit, Request request, Mode mode) {
    for (Rule rule : table == Table.ALLOW ? tables.allow() : tables.deny()) {
      try {
        if (rule.matches(visit)) {
          Options options = rule.options();
          if (options.fault().isPresent()) {
            return refuse(rule, options.fault().get(), "", visit, mode);
          }
          return apply(rule, table, visit, new Deeds(visit, request, mode));
        }
      } catch (Undecidable e) {
        return refuse(rule, e.getMessage(), "", visit, mode);
      }
    }
    return null;
  }

  /** Null when the rule does not decide after all, and no other of its file. */
  private Verdict apply(Rule rule, Table table, Visit visit, Deeds deeds) throws Undecidable {
    for (Options.Step step : rule.options().steps()) {
      deeds.run(step);
    }
    SpawnChanges changes = deeds.changes;
    if (changes.command().isPresent()) {
      String command = "twisted to " + changes.command().get();
      return new Verdict.Pass(evidence(rule, command, visit), changes);
    }
    boolean admits = rule.options().verdict().orElse(table == Table.ALLOW);
    if (rule.options().verdict().isEmpty() && deeds.answeredNo) {
      if (table == Table.DENY) {
        return null;
      }
      admits = false;
    }
    String why = deeds.answeredNo ? "its aclexec command said no" : deeds.notRun;
    return admits
        ? new Verdict.Pass(evidence(rule, why, visit), changes)
        : refuse(rule, why, changes.greeting(), visit, deeds.mode);
  }

  /** What the options of a rule do for one client, in their order. */
  private final class Deeds {
    private final Visit visit;
    private final Request request;
    private final Mode mode;
    private final Expansion expansion;
    private SpawnChanges changes = SpawnChanges.NONE;
    private boolean answeredNo;
    private String notRun = "";

    Deeds(Visit visit, Request request, Mode mode) {
      this.visit = visit;
      this.request = request;
      this.mode = mode;
      this.expansion = new Expansion(visit);
    }

    void run(Options.Step step) throws Undecidable {
      switch (step) {
        case Options.Step.SetEnv set ->
            change(new SpawnChanges(Map.of(set.name(), expansion.expand(set.template()))));
        case Options.Step.Spawn spawn -> spawn(expansion.expand(spawn.template()));
        case Options.Step.AclExec exec -> ask(expansion.expand(exec.template()));
        case Options.Step.Twist twist ->
            change(with(Owner.SAME, SocketOptions.SAME, "", expansion.expand(twist.template())));
        case Options.Step.Banner banner -> greet(banner.folder());
        case Options.Step.Owner other -> become(other.owner());
        case Options.Step.Socket set -> change(with(Owner.SAME, set.socket(), "", null));
        case Options.Step.AskUser ask ->
            visit.askUser(() -> around.users().of(request, mode, ask.seconds()));
      }
    }

    private void change(SpawnChanges more) {
      changes = changes.and(more);
    }

    private static SpawnChanges with(
        Owner owner, SocketOptions socket, String greeting, String command) {
      return new SpawnChanges(Map.of(), owner, socket, greeting, Optional.ofNullable(command));
    }

    private void greet(Path folder) throws Undecidable {
      if (service.socketType() == SocketType.STREAM) {
        String text = BannerFile.text(folder, expansion, visit.daemon());
        change(with(Owner.SAME, SocketOptions.SAME, text, null));
      }
    }

    private void become(Owner owner) throws Undecidable {
      if (!runsAs.mayBecome(owner)) {
        throw new Undecidable("only a server that runs as root can become another user or group");
      }
      change(with(owner, SocketOptions.SAME, "", null));
    }

    private void spawn(String command) throws Undecidable {
      if (mode == Mode.DECIDE && !around.commands().start(command, runsAs.credentials())) {
        throw new Undecidable("its command cannot be run now");
      }
    }

    private void ask(String command) throws Undecidable {
      if (mode == Mode.DRY_RUN) {
        notRun = "if this command says so: " + command;
        return;
      }
      Optional<Boolean> said =
          around.commands().ask(command, runsAs.credentials(), COMMAND_PATIENCE);
      if (said.isEmpty()) {
        throw new Undecidable("its aclexec command did not answer");
      }
      answeredNo |= !said.get();
    }
  }

  private Verdict refuse(Rule rule, String why, String farewell, Visit visit, Mode mode) {
    if (mode == Mode.DECIDE) {
      LOG.atLevel(rule.options().severity().orElse(Level.INFO))
          .log(
              "libwrap refused connection to {} (libwrap={}) from {}",
              service.id(),
              daemon,
              visit.client().address().map(Object::toString).orElse("<no address>"));
    }
    return new Verdict.Refuse(Reason.LIBWRAP, evidence(rule, why, visit), farewell);
  }

  private static Evidence evidence(Rule rule, String why, Visit visit) {
    String asked = "daemon " + visit.daemon() + ", client " + visit.client().seen();
    return new Evidence(rule.text(), rule.origin(), why.isEmpty() ? asked : why + "; " + asked);
  }
}
