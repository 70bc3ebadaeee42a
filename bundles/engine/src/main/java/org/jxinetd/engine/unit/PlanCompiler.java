package org.jxinetd.engine.unit;

import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jxinetd.api.access.AccessProvider;
import org.jxinetd.api.access.IdentityProvider;
import org.jxinetd.api.access.PatternProvider;
import org.jxinetd.api.handler.HandlerProvider;
import org.jxinetd.api.handler.StreamService;
import org.jxinetd.api.log.EventSink;
import org.jxinetd.api.log.SinkProvider;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.Flag;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.SocketType;
import org.jxinetd.api.service.StandardAttributes;
import org.jxinetd.engine.flow.Events;
import org.jxinetd.engine.flow.IdentCheck;
import org.jxinetd.engine.flow.Identification;
import org.jxinetd.engine.flow.Plan;
import org.jxinetd.engine.foreign.Guards;
import org.jxinetd.host.Ledger;
import org.jxinetd.linux.OsException;
import org.jxinetd.linux.Self;

/**
 * Compiles services against the providers that are here. Everything that is wrong or absent is
 * found in one go; a plan comes out only when nothing is. Any thread.
 */
public final class PlanCompiler {

  /**
   * What the command line says to the compiler.
   *
   * @param bundle id of the engine's own bundle
   */
  public record Settings(boolean nolibwrap, int processLimit, long bundle) {}

  /** What compilations are made in. */
  record Setting(
      Ledger ledger,
      Settings options,
      WrapperFiles wrappers,
      LongSupplier nanoTime,
      DoubleSupplier load) {}

  private final Providers providers;
  private final Events events;
  private final Setting setting;

  public PlanCompiler(Providers providers, Ledger ledger, Events events, Settings settings) {
    this.providers = providers;
    this.events = events;
    this.setting =
        new Setting(
            ledger,
            settings,
            new WrapperFiles(WrapperFiles.STANDARD),
            System::nanoTime,
            PlanCompiler::loadOfTheMachine);
  }

  private static double loadOfTheMachine() {
    try {
      return Self.loadAverage();
    } catch (OsException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What came of a compilation.
   *
   * @param plan present when nothing is missing and no problem is an error
   * @param uses the providers that the plan depends on
   * @param missing what the service has to wait for
   * @param problems errors and warnings
   */
  public record Result(
      Optional<Plan> plan, List<Provided<?>> uses, List<String> missing, List<Problem> problems) {}

  /**
   * Compiles a service. Opens its log sinks; the plan closes them. Waits for the bundles that are
   * {@linkplain #foreign not ours}, each of which has a deadline.
   */
  public Result compile(ServiceSpec service) {
    return new Run(service).result();
  }

  /** The bundles that are not ours and have a part in a service. */
  List<String> foreign(ServiceSpec service) {
    return providers.all().stream()
        .filter(provided -> provided.ward().isPresent() && takesPart(provided, service))
        .map(Provided::bundle)
        .distinct()
        .sorted()
        .toList();
  }

  private static boolean takesPart(Provided<?> provided, ServiceSpec service) {
    return switch (provided.service()) {
      case PatternProvider _ ->
          Stream.of("only_from", "no_access")
              .flatMap(list -> service.attribute(list).stream())
              .flatMap(list -> list.values().stream())
              .anyMatch(token -> AddressListCompiler.offered(provided, token));
      case IdentityProvider _ -> asksForUsers(service);
      case AccessProvider _ ->
          provided.owns("libwrap") || Claims.of(service).stream().anyMatch(provided::owns);
      case HandlerProvider _ ->
          provided.key().equalsIgnoreCase(ServerCompiler.kind(service))
              || provided.key().equalsIgnoreCase("exec")
              || provided
                  .key()
                  .equalsIgnoreCase(HandlerProvider.BUILT_IN + ServerCompiler.builtIn(service));
      case StreamService _ -> provided.key().equalsIgnoreCase(ServerCompiler.builtIn(service));
      case SinkProvider _ ->
          SinkCompiler.types(service).stream().anyMatch(provided.key()::equalsIgnoreCase);
      default -> false;
    };
  }

  private static boolean hasLists(ServiceSpec service) {
    return service.attribute("only_from").isPresent() || service.attribute("no_access").isPresent();
  }

  /** True when the coming of a provider may change how a service that listens is compiled. */
  boolean concerns(ServiceSpec service, Provided<?> provided) {
    if (provided.service() instanceof PatternProvider) {
      return hasLists(service);
    }
    if (provided.service() instanceof IdentityProvider && asksForUsers(service)) {
      return true;
    }
    return provided.owns("libwrap") || Claims.of(service).stream().anyMatch(provided::owns);
  }

  private static boolean asksForUsers(ServiceSpec service) {
    return logsUsers(service, "log_on_success") || logsUsers(service, "log_on_failure");
  }

  private static boolean logsUsers(ServiceSpec service, String set) {
    return service.words(set).stream().anyMatch("USERID"::equalsIgnoreCase);
  }

  /** Asked for every client. */
  private static boolean allThere(List<Provided<?>> uses) {
    for (Provided<?> one : uses) {
      if (one.gone()) {
        return false;
      }
    }
    return true;
  }

  /** One compilation: collects what is found. */
  private final class Run {
    private final Providers providers = PlanCompiler.this.providers.now();
    private final ServiceSpec service;
    private final Findings findings;

    Run(ServiceSpec service) {
      this.service = service;
      this.findings = new Findings(service);
    }

    Result result() {
      claims();
      RuleCompiler rules = new RuleCompiler(setting, providers, service, findings);
      rules.compile();
      ServerCompiler server = new ServerCompiler(providers, service, findings);
      Optional<Plan.Serving> serving = server.compile();
      server.check().ifPresent(rules::add);
      Identification identification = identification();
      SinkCompiler logs = new SinkCompiler(providers, service, findings);
      List<EventSink> sinks = findings.stopped() ? List.of() : logs.open();
      if (serving.isEmpty() || findings.stopped()) {
        SinkCompiler.close(sinks);
        return new Result(Optional.empty(), List.of(), findings.missing(), findings.problems());
      }
      return planned(rules, serving.get(), identification, sinks);
    }

    private Result planned(
        RuleCompiler rules,
        Plan.Serving serving,
        Identification identification,
        List<EventSink> sinks) {
      List<Provided<?>> uses = List.copyOf(findings.uses());
      Set<Long> code = new HashSet<>(List.of(setting.options().bundle()));
      uses.forEach(provided -> code.add(provided.bundleId()));
      setting.ledger().useCode(code);
      Events.Log log = events.log(service.id(), sinks, () -> setting.ledger().leaveCode(code));
      if (identification.needed()) {
        rules.add(new IdentCheck(identification, log::publish));
      }
      Plan plan =
          new Plan(service, rules.gate(), serving, log, () -> allThere(uses), identification);
      return new Result(Optional.of(plan), uses, findings.missing(), findings.problems());
    }

    private void claims() {
      for (String claim : Claims.of(service)) {
        Optional<Provided<?>> owner = providers.owner(claim);
        if (owner.isPresent()) {
          findings.uses().add(owner.get());
          continue;
        }
        boolean defined =
            claim.indexOf(':') >= 0
                || StandardAttributes.NAMES.contains(claim)
                || setting.ledger().wasOwned(claim);
        if (defined) {
          findings
              .missing()
              .add(
                  "an owner of "
                      + claim.replace(':', ' ')
                      + Owners.ofAttribute(claim)
                      + " ("
                      + origin(claim)
                      + ")");
        } else {
          findings
              .problems()
              .add(
                  Problem.warning(
                      origin(claim),
                      claim,
                      "bad service attribute: " + claim,
                      "the line has no effect on service " + service.id()));
        }
      }
    }

    /** The line of an attribute, or of the attribute that a word such as flags:x stands in. */
    private Origin origin(String claim) {
      int colon = claim.indexOf(':');
      return service
          .attribute(colon < 0 ? claim : claim.substring(0, colon))
          .map(Attribute::origin)
          .orElse(service.origin());
    }

    /**
     * Who asks for the users of clients: only of connections, and only where the answer is logged.
     * IDONLY has no effect unless users of served clients are logged, as in xinetd.
     */
    private Identification identification() {
      Optional<Provided<IdentityProvider>> found = providers.identity();
      boolean connections = service.socketType() == SocketType.STREAM && !service.waits();
      if (found.isEmpty() || !connections || !asksForUsers(service)) {
        return Identification.NONE;
      }
      Provided<IdentityProvider> provided = found.get();
      findings.uses().add(provided);
      boolean served = logsUsers(service, "log_on_success");
      return findings
          .attempt(provided, () -> provided.compile(identity -> identity.compile(service)))
          .map(
              own ->
                  new Identification(
                      provided.ward().map(ward -> Guards.asker(ward, own)).orElse(own),
                      served && service.has(Flag.IDONLY),
                      served,
                      logsUsers(service, "log_on_failure")))
          .orElse(Identification.NONE);
    }
  }
}
