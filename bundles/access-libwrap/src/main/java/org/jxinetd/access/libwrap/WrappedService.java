package org.jxinetd.access.libwrap;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jxinetd.api.access.AccessRule;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.Mode;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.SpawnChanges;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.ServiceSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The rules of both files for one service: a match in hosts.allow admits, else a match in
 * hosts.deny refuses, else the client is admitted. Options of the rule may say otherwise.
 */
final class WrappedService implements AccessRule {

  /** All the time that one decision may spend waiting for names. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(WrappedService.class);
  private static final Evidence NO_RULE =
      new Evidence("no rule of hosts.allow or hosts.deny", Origin.NONE, "");

  private final ServiceSpec service;
  private final String daemon;
  private final Tables tables;
  private final Surroundings around;

  WrappedService(ServiceSpec service, Tables tables, Surroundings around) {
    this.service = service;
    this.daemon = DaemonName.of(service);
    this.tables = tables;
    this.around = around;
  }

  @Override
  public Verdict decide(Request request, Mode mode) {
    Party.Patience patience = new Party.Patience(PATIENCE);
    Visit visit =
        new Visit(
            daemon,
            new Party(request.peer(), around.names(), patience),
            new Party(request.local(), around.names(), patience),
            around.users().of(request));
    Verdict verdict = search(Table.ALLOW, visit, mode);
    if (verdict == null) {
      verdict = search(Table.DENY, visit, mode);
    }
    return verdict == null ? Verdict.pass(NO_RULE) : verdict;
  }

  /** The verdict of the first rule that matches; null when none does. */
  private Verdict search(Table table, Visit visit, Mode mode) {
    for (Rule rule : table == Table.ALLOW ? tables.allow() : tables.deny()) {
      try {
        if (rule.matches(visit)) {
          return apply(rule, table, visit, mode);
        }
      } catch (Undecidable e) {
        return refuse(rule, e.getMessage(), visit, mode);
      }
    }
    return null;
  }

  private Verdict apply(Rule rule, Table table, Visit visit, Mode mode) throws Undecidable {
    Options options = rule.options();
    if (options.fault().isPresent()) {
      return refuse(rule, options.fault().get(), visit, mode);
    }
    Expansion expansion = new Expansion(visit);
    Map<String, String> environment = new HashMap<>();
    for (Options.Step step : options.steps()) {
      switch (step) {
        case Options.Step.SetEnv set ->
            environment.put(set.name(), expansion.expand(set.template()));
        case Options.Step.Spawn spawn -> {
          if (mode == Mode.DECIDE && !around.commands().start(expansion.expand(spawn.template()))) {
            return refuse(rule, "its command cannot be run now", visit, mode);
          }
        }
      }
    }
    return options.verdict().orElse(table == Table.ALLOW)
        ? new Verdict.Pass(evidence(rule, "", visit), new SpawnChanges(environment))
        : refuse(rule, "", visit, mode);
  }

  private Verdict refuse(Rule rule, String why, Visit visit, Mode mode) {
    if (mode == Mode.DECIDE) {
      LOG.atLevel(rule.options().severity().orElse(Level.INFO))
          .log(
              "libwrap refused connection to {} (libwrap={}) from {}",
              service.id(),
              daemon,
              visit.client().address().map(Object::toString).orElse("<no address>"));
    }
    return new Verdict.Refuse(Reason.LIBWRAP, evidence(rule, why, visit));
  }

  private static Evidence evidence(Rule rule, String why, Visit visit) {
    String asked = "daemon " + visit.daemon() + ", client " + visit.client().seen();
    return new Evidence(rule.text(), rule.origin(), why.isEmpty() ? asked : why + "; " + asked);
  }
}
