package org.jxinetd.config.check;

import java.util.List;
import java.util.Optional;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.Flag;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.ServiceType;
import org.jxinetd.api.service.SocketType;
import org.jxinetd.config.text.Findings;

/** Lines that look as if they did something: limits that are off and flags without effect. */
final class Ineffective implements ServiceCheck {

  private static final List<String> PROCESS =
      List.of(
          "server",
          "server_args",
          "user",
          "group",
          "groups",
          "umask",
          "nice",
          "env",
          "passenv",
          "rlimit_as",
          "rlimit_cpu",
          "rlimit_data",
          "rlimit_rss",
          "rlimit_stack",
          "rlimit_files");

  @Override
  public void check(ServiceSpec service, Findings findings) {
    limits(service, findings);
    flags(service, findings);
    attributes(service, findings);
    log(service, findings);
  }

  /** What shall be logged, and nowhere to log it. */
  private static void log(ServiceSpec service, Findings findings) {
    if (service.attribute("log_type").isPresent()) {
      return;
    }
    for (String set : List.of("log_on_success", "log_on_failure")) {
      if (!service.words(set).isEmpty()) {
        findings.add(
            Problem.warning(
                    at(service, set),
                    set,
                    "there is no log_type",
                    "nothing is logged for service " + service.id())
                .withFix("add: log_type = SYSLOG daemon info"));
        return;
      }
    }
  }

  private static void limits(ServiceSpec service, Findings findings) {
    if (service.word("cps").filter(rate -> rate.matches("0+")).isPresent()) {
      warn(
          service,
          "cps",
          "a rate of 0 is no limit",
          "the rate of connections is not limited",
          findings);
    }
    for (String limit : List.of("instances", "per_source")) {
      boolean zero = service.word(limit).filter(n -> n.matches("0+")).isPresent();
      if (zero) {
        warn(
            service,
            limit,
            "the limit is 0",
            "service " + service.id() + " refuses everybody",
            findings);
      } else if (service.waits()
          && service.word(limit).filter(n -> !n.equalsIgnoreCase("UNLIMITED")).isPresent()) {
        note(
            service,
            limit,
            "a service with wait = yes has one server at a time",
            "the limit has no effect",
            findings);
      }
    }
    for (Attribute attribute : service.attributes().values()) {
      if (attribute.name().startsWith("rlimit_") && attribute.text().matches("0+[kKmM]?")) {
        warn(
            service,
            attribute.name(),
            "a limit of 0 is not set",
            "the server is not limited",
            findings);
      }
    }
  }

  private static void flags(ServiceSpec service, Findings findings) {
    boolean tcp = service.protocol().equals("tcp");
    for (Flag flag : service.flags()) {
      Optional<String> why =
          switch (flag) {
            case REUSE -> Optional.of("addresses are always reused");
            case NODELAY, KEEPALIVE -> tcp ? Optional.empty() : Optional.of("it is for tcp only");
            case IDONLY -> idonly(service);
            case NORETRY ->
                service.has(ServiceType.INTERNAL)
                    ? Optional.of("an internal service starts no process")
                    : Optional.empty();
            case LABELED -> Optional.of("security labels are not supported");
            default -> Optional.empty();
          };
      String text = "the flag " + flag.word() + " has no effect";
      if (flag == Flag.REUSE) {
        why.ifPresent(reason -> note(service, "flags", text, reason, findings));
      } else {
        why.ifPresent(reason -> warn(service, "flags", text, reason, findings));
      }
    }
  }

  private static Optional<String> idonly(ServiceSpec service) {
    if (service.socketType() != SocketType.STREAM || service.waits()) {
      return Optional.of("it is for stream services with wait = no");
    }
    boolean asks = service.words("log_on_success").stream().anyMatch("USERID"::equalsIgnoreCase);
    return asks ? Optional.empty() : Optional.of("it needs log_on_success with USERID");
  }

  private static void attributes(ServiceSpec service, Findings findings) {
    if (service.attribute("deny_time").isPresent() && !service.has(Flag.SENSOR)) {
      warn(
          service,
          "deny_time",
          "it is for services with flags = SENSOR",
          "nobody is banned",
          findings);
    }
    if (service.attribute("v6only").isPresent() && service.has(Flag.IPV4)) {
      note(service, "v6only", "the service listens on IPv4", "the line has no effect", findings);
    }
    if (service.attribute("redirect").isPresent()) {
      service
          .attribute("server")
          .ifPresent(
              a ->
                  warn(
                      service,
                      "server",
                      "the service is redirected",
                      "the server is never started",
                      findings));
      inert(service, "a redirected service starts no process", findings);
    } else if (service.has(ServiceType.INTERNAL)) {
      inert(service, "an internal service starts no process", findings);
    }
  }

  private static void inert(ServiceSpec service, String why, Findings findings) {
    for (String attribute : PROCESS) {
      boolean said = attribute.equals("server") && service.attribute("redirect").isPresent();
      // values of defaults are meant for the other services
      if (!said && service.attribute(attribute).filter(a -> within(service, a)).isPresent()) {
        note(service, attribute, why, "the line has no effect", findings);
      }
    }
  }

  private static boolean within(ServiceSpec service, Attribute attribute) {
    return attribute.origin().source().equals(service.origin().source())
        && attribute.origin().line() > service.origin().line();
  }

  private static void warn(
      ServiceSpec service,
      String attribute,
      String message,
      String consequence,
      Findings findings) {
    findings.add(Problem.warning(at(service, attribute), attribute, message, consequence));
  }

  private static void note(
      ServiceSpec service,
      String attribute,
      String message,
      String consequence,
      Findings findings) {
    findings.info(at(service, attribute), attribute, message, consequence);
  }

  private static Origin at(ServiceSpec service, String attribute) {
    return service.attribute(attribute).map(Attribute::origin).orElse(service.origin());
  }
}
