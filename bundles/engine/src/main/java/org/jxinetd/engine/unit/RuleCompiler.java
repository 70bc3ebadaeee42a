package org.jxinetd.engine.unit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jxinetd.api.access.AccessProvider;
import org.jxinetd.api.access.AccessRule;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.Phase;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.Flag;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.engine.flow.AddressLists;
import org.jxinetd.engine.flow.AddressLists.PatternList;
import org.jxinetd.engine.flow.Check;
import org.jxinetd.engine.flow.Gate;
import org.jxinetd.engine.flow.Rate;
import org.jxinetd.engine.flow.RuleCheck;
import org.jxinetd.engine.foreign.Guards;
import org.jxinetd.engine.limit.BanCheck;
import org.jxinetd.engine.limit.Instances;
import org.jxinetd.engine.limit.LoadLimit;
import org.jxinetd.engine.limit.PerSource;
import org.jxinetd.engine.limit.ProcessLimit;
import org.jxinetd.engine.limit.RateLimit;
import org.jxinetd.engine.limit.Sensor;
import org.jxinetd.host.Account;

/** Compiles the checks that one service's clients have to pass. Belongs to one compilation. */
final class RuleCompiler {

  private final PlanCompiler.Setting setting;
  private final Providers providers;
  private final ServiceSpec service;
  private final Findings findings;
  private final List<Check> checks = new ArrayList<>();
  private final List<Check> behind = new ArrayList<>();
  private Optional<Rate> rate = Optional.empty();

  RuleCompiler(
      PlanCompiler.Setting setting, Providers providers, ServiceSpec service, Findings findings) {
    this.setting = setting;
    this.providers = providers;
    this.service = service;
    this.findings = findings;
  }

  void compile() {
    limits();
    addressLists();
    rules();
  }

  /** One more check than the providers of rules have brought. */
  void add(Check check) {
    checks.add(check);
  }

  Gate gate() {
    return new Gate(rate, checks, behind);
  }

  private void limits() {
    Account account = setting.ledger().account(service.pid());
    try {
      rate = RateLimit.of(service, account, setting.nanoTime());
    } catch (ConfigException e) {
      findings.wrong(e);
    }
    try {
      LoadLimit.of(service, setting.load()).ifPresent(checks::add);
      checks.add(Instances.of(service, account));
      PerSource.of(service, account).ifPresent(checks::add);
      // a trap catches those again whom it has banned already: their ban lasts longer then
      Optional<Sensor> trap = Sensor.of(service, setting.ledger().bans());
      checks.add(trap.isPresent() ? trap.get() : new BanCheck(setting.ledger().bans()));
    } catch (ConfigException e) {
      findings.wrong(e);
    }
    int limit = setting.options().processLimit();
    checks.add(new ProcessLimit(limit == 0 ? Integer.MAX_VALUE : limit, setting.ledger()));
  }

  private void addressLists() {
    AddressListCompiler lists = new AddressListCompiler(providers, findings);
    Optional<PatternList> onlyFrom =
        service.attribute("only_from").map(list -> lists.compile(service.id(), list));
    Optional<PatternList> noAccess =
        service.attribute("no_access").map(list -> lists.compile(service.id(), list));
    checks.add(new AddressLists(onlyFrom, noAccess));
  }

  /** The rules of access providers that own an attribute of this service, or wrap it. */
  private void rules() {
    Set<String> claims = Set.copyOf(Claims.of(service));
    boolean wrapped = !service.has(Flag.NOLIBWRAP) && !setting.options().nolibwrap();
    boolean wrapper = false;
    for (Provided<AccessProvider> provided : providers.access()) {
      boolean libwrap = provided.owns("libwrap");
      wrapper |= libwrap;
      if (libwrap ? wrapped : claims.stream().anyMatch(provided::owns)) {
        rule(provided, service).ifPresent(checks::add);
      }
      if (libwrap) {
        Tcpd.asks(service).flatMap(s -> rule(provided, s)).ifPresent(behind::add);
      }
    }
    if (!wrapped) {
      Verdict pass = notWrapped();
      checks.add(new RuleCheck(Phase.LIBWRAP, (request, mode) -> pass));
    }
    if (wrapped && !wrapper && setting.wrappers().holdRules()) {
      findings
          .missing()
          .add(
              "an owner of libwrap"
                  + Owners.ofAttribute("libwrap")
                  + " (hosts.allow or hosts.deny holds rules)");
    }
  }

  private Verdict notWrapped() {
    Optional<Attribute> flags = service.attribute("flags");
    boolean here = service.has(Flag.NOLIBWRAP);
    String rule = here ? "flags = NOLIBWRAP" : "-nolibwrap";
    Origin where = here ? flags.map(Attribute::origin).orElse(service.origin()) : Origin.NONE;
    return Verdict.pass(new Evidence(rule, where, "TCP wrappers are not asked"));
  }

  private Optional<Check> rule(Provided<AccessProvider> provided, ServiceSpec wanted) {
    return findings.attempt(
        provided,
        () -> {
          RuleCheck own =
              provided.compile(
                  access -> {
                    AccessRule rule = access.compile(wanted);
                    return rule == null ? null : new RuleCheck(access.phase(), rule);
                  });
          findings.uses().add(provided);
          return provided
              .ward()
              .map(ward -> new RuleCheck(own.phase(), Guards.rule(ward, own.rule())))
              .orElse(own);
        });
  }
}
