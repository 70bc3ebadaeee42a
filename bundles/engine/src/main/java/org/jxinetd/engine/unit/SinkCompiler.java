package org.jxinetd.engine.unit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jxinetd.api.log.EventSink;
import org.jxinetd.api.log.LogTypes;
import org.jxinetd.api.log.SinkProvider;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.engine.foreign.GuardedSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the logs of one service. Belongs to one compilation. */
final class SinkCompiler {

  private static final Logger LOG = LoggerFactory.getLogger(SinkCompiler.class);

  private final Providers providers;
  private final ServiceSpec service;
  private final Findings findings;

  SinkCompiler(Providers providers, ServiceSpec service, Findings findings) {
    this.providers = providers;
    this.service = service;
    this.findings = findings;
  }

  /** The kinds of logs that a service writes to, in upper case. */
  static List<String> types(ServiceSpec service) {
    return logTypes(service).stream().map(SinkCompiler::type).toList();
  }

  private static List<Attribute> logTypes(ServiceSpec service) {
    Optional<Attribute> logType = service.attribute("log_type");
    return logType.isEmpty() || logType.get().values().isEmpty()
        ? List.of()
        : LogTypes.of(logType.get());
  }

  private static String type(Attribute logType) {
    return logType.values().getFirst().text().toUpperCase(Locale.ROOT);
  }

  List<EventSink> open() {
    List<EventSink> sinks = new ArrayList<>();
    for (Attribute one : logTypes(service)) {
      open(one).ifPresent(sinks::add);
    }
    return sinks;
  }

  private Optional<EventSink> open(Attribute logType) {
    String type = type(logType);
    Optional<Provided<SinkProvider>> found = providers.sink(type);
    if (found.isEmpty()) {
      findings.missing().add("a log of type " + type + Owners.ofLog(type));
      return Optional.empty();
    }
    Provided<SinkProvider> provided = found.get();
    findings.uses().add(provided);
    return findings.attempt(
        provided,
        () ->
            provided.compile(
                logs -> {
                  EventSink sink = logs.open(service, logType);
                  return sink == null || provided.ward().isEmpty()
                      ? sink
                      : new GuardedSink(provided.ward().get(), sink, sink.destination());
                }));
  }

  /** One of several logs could not be opened: nobody will write to the others. */
  static void close(List<EventSink> sinks) {
    for (EventSink sink : sinks) {
      try {
        sink.close();
      } catch (IOException | RuntimeException e) {
        LOG.warn("a log that is not needed cannot be closed", e);
      }
    }
  }
}
