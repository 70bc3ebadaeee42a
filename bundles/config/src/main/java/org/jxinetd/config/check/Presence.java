package org.jxinetd.config.check;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jxinetd.api.log.LogTypes;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.ServiceType;
import org.jxinetd.config.system.AccountTable;
import org.jxinetd.config.text.Findings;

/** Whether the files, accounts and variables that a service names exist on this host. */
final class Presence implements ServiceCheck {

  private static final String REMEDY = "create it, or name one that exists";

  private final AccountTable accounts;

  Presence(AccountTable accounts) {
    this.accounts = accounts;
  }

  @Override
  public void check(ServiceSpec service, Findings findings) {
    boolean starts = !service.has(ServiceType.INTERNAL) && service.attribute("redirect").isEmpty();
    if (starts) {
      service.attribute("server").ifPresent(a -> server(service, a, findings));
      service
          .attribute("user")
          .filter(a -> accounts.user(a.text()).isEmpty())
          .ifPresent(a -> stops(service, a, "Unknown user: " + a.text(), findings));
      service
          .attribute("group")
          .filter(a -> accounts.group(a.text()).isEmpty())
          .ifPresent(a -> stops(service, a, "Unknown group: " + a.text(), findings));
    }
    for (String banner : List.of("banner", "banner_success", "banner_fail")) {
      service
          .attribute(banner)
          .filter(a -> path(a.text()).filter(Files::isReadable).isEmpty())
          .ifPresent(a -> warn(a, a.text() + " cannot be read", "no banner is sent", findings));
    }
    log(service, findings);
  }

  private static void server(ServiceSpec service, Attribute server, Findings findings) {
    Optional<Path> path = path(server.text());
    String wrong;
    if (path.isEmpty() || !path.get().isAbsolute()) {
      wrong = "is not an absolute path";
    } else if (!Files.exists(path.get())) {
      wrong = "does not exist";
    } else if (!Files.isRegularFile(path.get())) {
      wrong = "is not a regular file";
    } else if (!Files.isExecutable(path.get())) {
      wrong = "is not executable";
    } else {
      return;
    }
    stops(service, server, "Server " + server.text() + " " + wrong, findings);
  }

  private static void log(ServiceSpec service, Findings findings) {
    for (Attribute sink : service.attribute("log_type").map(LogTypes::of).orElse(List.of())) {
      log(service, sink, findings);
    }
  }

  private static void log(ServiceSpec service, Attribute sink, Findings findings) {
    int at = sink.words().getFirst().equalsIgnoreCase("JSON") ? 1 : 0;
    if (sink.words().size() < at + 2 || !sink.words().get(at).equalsIgnoreCase("FILE")) {
      return;
    }
    String file = sink.words().get(at + 1);
    Optional<Path> folder = path(file).map(Path::toAbsolutePath).map(Path::getParent);
    if (folder.filter(Files::isDirectory).isEmpty()) {
      warn(
          sink,
          "the folder of " + file + " does not exist",
          "service " + service.id() + " does not start without its log",
          findings);
    }
  }

  private static Optional<Path> path(String text) {
    try {
      return Optional.of(Path.of(text));
    } catch (InvalidPathException notAPath) {
      return Optional.empty();
    }
  }

  private static void stops(
      ServiceSpec service, Attribute attribute, String message, Findings findings) {
    findings.add(
        Problem.error(
                attribute.origin(),
                attribute.name(),
                message,
                "service " + service.id() + " not started")
            .withFix(REMEDY));
  }

  private static void warn(
      Attribute attribute, String message, String consequence, Findings findings) {
    findings.add(
        Problem.warning(attribute.origin(), attribute.name(), message, consequence)
            .withFix(REMEDY));
  }
}
