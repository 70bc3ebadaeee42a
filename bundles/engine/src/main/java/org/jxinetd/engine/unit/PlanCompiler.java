package org.jxinetd.engine.unit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jxinetd.api.access.AccessProvider;
import org.jxinetd.api.access.AccessRule;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.IdentityProvider;
import org.jxinetd.api.access.PatternProvider;
import org.jxinetd.api.access.Phase;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.handler.DatagramService;
import org.jxinetd.api.handler.Handler;
import org.jxinetd.api.handler.HandlerProvider;
import org.jxinetd.api.handler.Outcome;
import org.jxinetd.api.handler.StreamService;
import org.jxinetd.api.log.EventSink;
import org.jxinetd.api.log.LogTypes;
import org.jxinetd.api.log.SinkProvider;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.Flag;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.ServiceType;
import org.jxinetd.api.service.SocketType;
import org.jxinetd.api.service.StandardAttributes;
import org.jxinetd.engine.flow.AddressLists;
import org.jxinetd.engine.flow.AddressLists.PatternList;
import org.jxinetd.engine.flow.Check;
import org.jxinetd.engine.flow.Deadline;
import org.jxinetd.engine.flow.Events;
import org.jxinetd.engine.flow.Gate;
import org.jxinetd.engine.flow.IdentCheck;
import org.jxinetd.engine.flow.Identification;
import org.jxinetd.engine.flow.Plan;
import org.jxinetd.engine.flow.Rate;
import org.jxinetd.engine.flow.RuleCheck;
import org.jxinetd.engine.internal.InternalStream;
import org.jxinetd.engine.limit.BanCheck;
import org.jxinetd.engine.limit.Instances;
import org.jxinetd.engine.limit.LoadLimit;
import org.jxinetd.engine.limit.PerSource;
import org.jxinetd.engine.limit.ProcessLimit;
import org.jxinetd.engine.limit.RateLimit;
import org.jxinetd.engine.limit.Sensor;
import org.jxinetd.host.Account;
import org.jxinetd.host.Ledger;
import org.jxinetd.linux.OsException;
import org.jxinetd.linux.Self;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiles services against the providers that are here. Everything that is wrong or absent is
 * found in one go; a plan comes out only when nothing is.
 */
public final class PlanCompiler {

  private static final Logger LOG = LoggerFactory.getLogger(PlanCompiler.class);

  /**
   * What the command line says to the compiler.
   *
   * @param bundle id of the engine's own bundle
   */
  public record Settings(boolean nolibwrap, int processLimit, long bundle) {}

  private final Providers providers;
  private final Ledger ledger;
  private final Events events;
  private final Deadline deadline;
  private final Settings settings;
  private final WrapperFiles wrappers;
  private final LongSupplier nanoTime;
  private final DoubleSupplier load;

  public PlanCompiler(
      Providers providers, Ledger ledger, Events events, Deadline deadline, Settings settings) {
    this.providers = providers;
    this.ledger = ledger;
    this.events = events;
    this.deadline = deadline;
    this.settings = settings;
    this.wrappers = new WrapperFiles(WrapperFiles.STANDARD);
    this.nanoTime = System::nanoTime;
    this.load = PlanCompiler::loadOfTheMachine;
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

  /** Compiles a service. Opens its log sinks; the plan closes them. */
  public Result compile(ServiceSpec service) {
    Run run = new Run(service);
    run.claims();
    List<Check> checks = run.checks();
    Optional<Plan.Serving> serving = run.serving();
    Identification identification = run.identification();
    List<EventSink> sinks = run.stopped() ? List.of() : run.sinks();
    if (serving.isEmpty() || run.stopped()) {
      close(sinks);
      return new Result(Optional.empty(), List.of(), run.missing, run.problems);
    }
    List<Provided<?>> uses = List.copyOf(run.uses);
    Set<Long> code = new HashSet<>(List.of(settings.bundle()));
    uses.forEach(provided -> code.add(provided.bundleId()));
    ledger.useCode(code);
    Events.Log log = events.log(service.id(), sinks, () -> ledger.leaveCode(code));
    if (identification.needed()) {
      checks.add(new IdentCheck(identification, log::publish));
    }
    Plan plan =
        new Plan(
            service,
            new Gate(run.rate, checks, run.behind),
            serving.get(),
            log,
            () -> allThere(uses),
            identification);
    return new Result(Optional.of(plan), uses, run.missing, run.problems);
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

  /** One of several logs could not be opened: nobody will write to the others. */
  private static void close(List<EventSink> sinks) {
    for (EventSink sink : sinks) {
      try {
        sink.close();
      } catch (IOException | RuntimeException e) {
        LOG.warn("a log that is not needed cannot be closed", e);
      }
    }
  }

  /** True when the coming of a provider may change how a service that listens is compiled. */
  boolean concerns(ServiceSpec service, Provided<?> provided) {
    if (provided.service() instanceof PatternProvider) {
      return service.attribute("only_from").isPresent()
          || service.attribute("no_access").isPresent();
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

  /** One compilation: collects what is found. */
  private final class Run {
    private final Providers providers = PlanCompiler.this.providers.now();
    private final ServiceSpec service;
    private final Account account;
    private final List<String> missing = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<Provided<?>> uses = new ArrayList<>();
    private final List<Check> behind = new ArrayList<>();
    private Optional<Rate> rate = Optional.empty();

    Run(ServiceSpec service) {
      this.service = service;
      this.account = ledger.account(service.pid());
    }

    boolean stopped() {
      return !missing.isEmpty()
          || problems.stream().anyMatch(p -> p.severity() == Problem.Severity.ERROR);
    }

    void claims() {
      for (String claim : Claims.of(service)) {
        Optional<Provided<?>> owner = providers.owner(claim);
        if (owner.isPresent()) {
          uses.add(owner.get());
          continue;
        }
        boolean defined =
            claim.indexOf(':') >= 0
                || StandardAttributes.NAMES.contains(claim)
                || ledger.wasOwned(claim);
        if (defined) {
          missing.add(
              "an owner of "
                  + claim.replace(':', ' ')
                  + Owners.ofAttribute(claim)
                  + " ("
                  + origin(claim)
                  + ")");
        } else {
          problems.add(
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

    List<Check> checks() {
      List<Check> checks = new ArrayList<>();
      try {
        rate = RateLimit.of(service, account, nanoTime);
      } catch (ConfigException e) {
        problems.addAll(e.problems());
      }
      try {
        LoadLimit.of(service, load).ifPresent(checks::add);
        checks.add(Instances.of(service, account));
        PerSource.of(service, account).ifPresent(checks::add);
        // a trap catches those again whom it has banned already: their ban lasts longer then
        Optional<Sensor> trap = Sensor.of(service, ledger.bans());
        checks.add(trap.isPresent() ? trap.get() : new BanCheck(ledger.bans()));
      } catch (ConfigException e) {
        problems.addAll(e.problems());
      }
      int limit = settings.processLimit() == 0 ? Integer.MAX_VALUE : settings.processLimit();
      checks.add(new ProcessLimit(limit, ledger));
      AddressListCompiler lists =
          new AddressListCompiler(providers, deadline, missing, problems, uses);
      Optional<PatternList> onlyFrom =
          service.attribute("only_from").map(list -> lists.compile(service.id(), list));
      Optional<PatternList> noAccess =
          service.attribute("no_access").map(list -> lists.compile(service.id(), list));
      checks.add(new AddressLists(onlyFrom, noAccess));
      rules(checks);
      return checks;
    }

    /** The rules of access providers that own an attribute of this service, or wrap it. */
    private void rules(List<Check> checks) {
      Set<String> claims = Set.copyOf(Claims.of(service));
      boolean wrapped = !service.has(Flag.NOLIBWRAP) && !settings.nolibwrap();
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
      if (wrapped && !wrapper && wrappers.holdRules()) {
        missing.add(
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
      try {
        AccessRule rule = provided.service().compile(wanted);
        uses.add(provided);
        AccessRule guarded = provided.isOurs() ? rule : deadline.guard(provided.bundle(), rule);
        return Optional.of(new RuleCheck(provided.service().phase(), guarded));
      } catch (ConfigException e) {
        problems.addAll(e.problems());
      } catch (RuntimeException e) {
        broken(provided, e);
      }
      return Optional.empty();
    }

    private void broken(Provided<?> provided, RuntimeException e) {
      problems.add(
          Problem.error(
              service.origin(),
              "",
              "bundle " + provided.bundle() + " failed: " + e,
              "service " + service.id() + " not started"));
    }

    Optional<Plan.Serving> serving() {
      if (service.has(Flag.SENSOR)) {
        return Optional.of(
            service.socketType() == SocketType.DGRAM
                ? Plan.Serving.NO_DATAGRAM
                : Plan.Serving.NOBODY);
      }
      return service.has(ServiceType.INTERNAL) ? internal() : handled();
    }

    /**
     * Who asks for the users of clients: only of connections, and only where the answer is logged.
     * IDONLY has no effect unless users of served clients are logged, as in xinetd.
     */
    Identification identification() {
      Optional<Provided<IdentityProvider>> provided = providers.identity();
      boolean connections = service.socketType() == SocketType.STREAM && !service.waits();
      if (provided.isEmpty() || !connections || !asksForUsers(service)) {
        return Identification.NONE;
      }
      try {
        uses.add(provided.get());
        boolean served = logsUsers(service, "log_on_success");
        return new Identification(
            provided.get().service().compile(service),
            served && service.has(Flag.IDONLY),
            served,
            logsUsers(service, "log_on_failure"));
      } catch (ConfigException e) {
        problems.addAll(e.problems());
      } catch (RuntimeException e) {
        broken(provided.get(), e);
      }
      return Identification.NONE;
    }

    /** Runs what a rule puts in the place of a service that has no program of its own. */
    private Optional<Handler> commands() {
      Optional<Provided<HandlerProvider>> exec = providers.handler("exec");
      if (exec.isEmpty() || service.waits() || service.socketType() != SocketType.STREAM) {
        return Optional.empty();
      }
      try {
        ServiceSpec shell =
            ServiceSpec.builder(service.pid(), service.name())
                .id(service.id())
                .origin(service.origin())
                .attribute("server", "/bin/sh")
                .build();
        Handler handler = exec.get().service().compile(shell);
        return Optional.of(
            exchange ->
                exec.get().gone()
                    ? new Outcome.NotStarted(Reason.UNAVAILABLE)
                    : handler.serve(exchange));
      } catch (ConfigException e) {
        problems.addAll(e.problems());
      } catch (RuntimeException e) {
        broken(exec.get(), e);
      }
      return Optional.empty();
    }

    private Optional<Plan.Serving> handled() {
      String kind = service.attribute("redirect").isPresent() ? "redirect" : "exec";
      Optional<Provided<HandlerProvider>> provided = providers.handler(kind);
      if (provided.isEmpty()) {
        missing.add("a handler of kind " + kind + Owners.ofHandler(kind));
        return Optional.empty();
      }
      return handler(provided.get());
    }

    private Optional<Plan.Serving> handler(Provided<HandlerProvider> provided) {
      try {
        uses.add(provided);
        Handler handler = provided.service().compile(service);
        return Optional.of(
            new Plan.Serving(
                Optional.of(handler),
                handler.startsProcesses() ? Optional.empty() : commands(),
                Optional.empty(),
                false));
      } catch (ConfigException e) {
        problems.addAll(e.problems());
      } catch (RuntimeException e) {
        broken(provided, e);
      }
      return Optional.empty();
    }

    private Optional<Plan.Serving> internal() {
      String name = service.name().toLowerCase(Locale.ROOT);
      if (service.socketType() == SocketType.STREAM) {
        Optional<Provided<HandlerProvider>> handler =
            providers.handler(HandlerProvider.BUILT_IN + name);
        if (handler.isPresent()) {
          return handler(handler.get());
        }
        Optional<Provided<StreamService>> stream = providers.stream(name);
        if (stream.isPresent()) {
          uses.add(stream.get());
          StreamService builtIn = stream.get().service();
          return Optional.of(
              new Plan.Serving(
                  Optional.of(new InternalStream(builtIn)),
                  commands(),
                  Optional.empty(),
                  builtIn.brief()));
        }
      } else if (service.socketType() == SocketType.DGRAM) {
        Optional<Provided<DatagramService>> datagram = providers.datagram(name);
        if (datagram.isPresent()) {
          uses.add(datagram.get());
          return Optional.of(
              new Plan.Serving(Optional.empty(), Optional.of(datagram.get().service()), true));
        }
      }
      String wanted = name + "/" + service.socketType().word();
      missing.add("a built-in service " + wanted + Owners.ofBuiltIn(wanted));
      return Optional.empty();
    }

    List<EventSink> sinks() {
      Optional<Attribute> logType = service.attribute("log_type");
      if (logType.isEmpty() || logType.get().values().isEmpty()) {
        return List.of();
      }
      List<EventSink> sinks = new ArrayList<>();
      for (Attribute one : LogTypes.of(logType.get())) {
        sink(one).ifPresent(sinks::add);
      }
      return sinks;
    }

    private Optional<EventSink> sink(Attribute logType) {
      String type = logType.values().getFirst().text();
      Optional<Provided<SinkProvider>> provided = providers.sink(type);
      if (provided.isEmpty()) {
        missing.add("a log of type " + type.toUpperCase(Locale.ROOT) + Owners.ofLog(type));
        return Optional.empty();
      }
      try {
        uses.add(provided.get());
        return Optional.of(provided.get().service().open(service, logType));
      } catch (ConfigException e) {
        problems.addAll(e.problems());
      } catch (RuntimeException e) {
        broken(provided.get(), e);
      }
      return Optional.empty();
    }
  }
}
