package org.jxinetd.engine.unit;

import java.util.Locale;
import java.util.Optional;
import org.jxinetd.api.access.Phase;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.handler.DatagramService;
import org.jxinetd.api.handler.Handler;
import org.jxinetd.api.handler.HandlerProvider;
import org.jxinetd.api.handler.Outcome;
import org.jxinetd.api.handler.StreamService;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.Flag;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.ServiceType;
import org.jxinetd.api.service.SocketType;
import org.jxinetd.engine.flow.Check;
import org.jxinetd.engine.flow.Plan;
import org.jxinetd.engine.flow.RuleCheck;
import org.jxinetd.engine.foreign.GuardedHandler;
import org.jxinetd.engine.foreign.Guards;
import org.jxinetd.engine.foreign.Overrun;
import org.jxinetd.engine.foreign.Ward;
import org.jxinetd.engine.internal.InternalStream;

/** Finds who serves the clients of one service. Belongs to one compilation. */
final class ServerCompiler {

  private final Providers providers;
  private final ServiceSpec service;
  private final Findings findings;
  private Optional<Check> check = Optional.empty();

  ServerCompiler(Providers providers, ServiceSpec service, Findings findings) {
    this.providers = providers;
    this.service = service;
    this.findings = findings;
  }

  Optional<Plan.Serving> compile() {
    if (service.has(Flag.SENSOR)) {
      return Optional.of(
          service.socketType() == SocketType.DGRAM
              ? Plan.Serving.NO_DATAGRAM
              : Plan.Serving.NOBODY);
    }
    return service.has(ServiceType.INTERNAL) ? internal() : handled();
  }

  /** What the gate must ask before clients go to a bundle that is not ours. */
  Optional<Check> check() {
    return check;
  }

  /** The kind of handler that a service needs unless it is built in. */
  static String kind(ServiceSpec service) {
    return service.attribute("redirect").isPresent() ? "redirect" : "exec";
  }

  /** The name by which a built-in service is looked up. */
  static String builtIn(ServiceSpec service) {
    return service.name().toLowerCase(Locale.ROOT);
  }

  private Optional<Plan.Serving> handled() {
    String kind = kind(service);
    Optional<Provided<HandlerProvider>> provided = providers.handler(kind);
    if (provided.isEmpty()) {
      findings.missing().add("a handler of kind " + kind + Owners.ofHandler(kind));
      return Optional.empty();
    }
    return handler(provided.get());
  }

  private Optional<Plan.Serving> handler(Provided<HandlerProvider> provided) {
    findings.uses().add(provided);
    return findings
        .attempt(provided, () -> compiled(provided, service))
        .map(
            handler ->
                new Plan.Serving(
                    Optional.of(handler),
                    handler.startsProcesses() ? Optional.empty() : commands(),
                    Optional.empty(),
                    false));
  }

  private Handler compiled(Provided<HandlerProvider> provided, ServiceSpec wanted)
      throws ConfigException, Overrun {
    Optional<Ward> ward = provided.ward();
    if (ward.isEmpty()) {
      return provided.compile(handlers -> handlers.compile(wanted));
    }
    guarded(ward.get(), false);
    return provided.compile(
        handlers -> {
          Handler handler = handlers.compile(wanted);
          return handler == null
              ? null
              : new GuardedHandler(ward.get(), handler, handler.startsProcesses());
        });
  }

  private void guarded(Ward ward, boolean mayWait) {
    check = Optional.of(new RuleCheck(Phase.LIBWRAP, Guards.serving(ward, mayWait)));
  }

  private Optional<Plan.Serving> internal() {
    String name = builtIn(service);
    if (service.socketType() == SocketType.STREAM) {
      Optional<Provided<HandlerProvider>> handler =
          providers.handler(HandlerProvider.BUILT_IN + name);
      if (handler.isPresent()) {
        return handler(handler.get());
      }
      Optional<Provided<StreamService>> stream = providers.stream(name);
      if (stream.isPresent()) {
        return stream(stream.get());
      }
    } else if (service.socketType() == SocketType.DGRAM) {
      Optional<Provided<DatagramService>> datagram = providers.datagram(name);
      if (datagram.isPresent()) {
        return datagrams(datagram.get());
      }
    }
    String wanted = name + "/" + service.socketType().word();
    findings.missing().add("a built-in service " + wanted + Owners.ofBuiltIn(wanted));
    return Optional.empty();
  }

  private Optional<Plan.Serving> stream(Provided<StreamService> provided) {
    findings.uses().add(provided);
    Handler own = new InternalStream(provided.service());
    provided.ward().ifPresent(ward -> guarded(ward, false));
    Handler handler =
        provided.ward().<Handler>map(ward -> new GuardedHandler(ward, own, false)).orElse(own);
    return findings
        .attempt(provided, () -> provided.compile(StreamService::brief))
        .map(brief -> new Plan.Serving(Optional.of(handler), commands(), Optional.empty(), brief));
  }

  private Optional<Plan.Serving> datagrams(Provided<DatagramService> provided) {
    findings.uses().add(provided);
    provided.ward().ifPresent(ward -> guarded(ward, true));
    DatagramService own = provided.service();
    DatagramService service = provided.ward().map(ward -> Guards.datagrams(ward, own)).orElse(own);
    return Optional.of(new Plan.Serving(Optional.empty(), Optional.of(service), true));
  }

  /** Runs what a rule puts in the place of a service that has no program of its own. */
  private Optional<Handler> commands() {
    Optional<Provided<HandlerProvider>> exec = providers.handler("exec");
    if (exec.isEmpty() || service.waits() || service.socketType() != SocketType.STREAM) {
      return Optional.empty();
    }
    ServiceSpec shell =
        ServiceSpec.builder(service.pid(), service.name())
            .id(service.id())
            .origin(service.origin())
            .attribute("server", "/bin/sh")
            .build();
    return findings
        .attempt(exec.get(), () -> compiled(exec.get(), shell))
        .map(
            handler ->
                exchange ->
                    exec.get().gone()
                        ? new Outcome.NotStarted(Reason.UNAVAILABLE)
                        : handler.serve(exchange));
  }
}
