package org.jxinetd.config.publish;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.Reloader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/** Messages of a reading in the words and levels of xinetd's own log. */
final class DaemonLog {

  private static final Logger LOG = LoggerFactory.getLogger("org.jxinetd.config");
  private static final Marker NOTICE = MarkerFactory.getMarker("NOTICE");
  private static final Marker CRITICAL = MarkerFactory.getMarker("CRITICAL");

  /** A log is not the place for thousands of them. */
  private static final int MOST_CHANGES = 100;

  void reading(String included) {
    LOG.debug("Reading included configuration file: {}", included);
  }

  void notice(String message) {
    LOG.info(NOTICE, message);
  }

  void critical(String message) {
    LOG.error(CRITICAL, message);
  }

  void warning(String message) {
    LOG.warn(message);
  }

  void failure(String message, Exception cause) {
    LOG.error(message, cause);
  }

  /** What a reload does, service by service; the values of variables may be secret. */
  void changes(Reloader.Report report) {
    List<Reloader.Change> changes = report.changes();
    for (Reloader.Change change : changes.subList(0, Math.min(MOST_CHANGES, changes.size()))) {
      String details =
          change.details().stream()
              .map(line -> line.startsWith("env: ") ? "env: changed" : line)
              .collect(Collectors.joining("; "));
      LOG.info(
          "service {} {}{}",
          change.id(),
          change.kind().name().toLowerCase(Locale.ROOT),
          details.isEmpty() ? "" : ": " + details);
    }
    if (changes.size() > MOST_CHANGES) {
      LOG.info("{} more services were added, removed or changed", changes.size() - MOST_CHANGES);
    }
    LOG.info("{} services are kept as they are", report.kept());
  }

  void problem(Problem problem) {
    String line = line(problem);
    switch (problem.severity()) {
      case ERROR -> LOG.error(line);
      case WARNING -> LOG.warn(line);
      case INFO -> LOG.info(line);
    }
  }

  /** The message with its consequence and the place as xinetd writes it. */
  static String line(Problem problem) {
    StringBuilder out = new StringBuilder();
    if (!problem.attribute().isEmpty() && !problem.message().contains(problem.attribute())) {
      out.append(problem.attribute()).append(": ");
    }
    out.append(problem.message());
    if (!problem.consequence().isEmpty()) {
      out.append("; ").append(problem.consequence());
    }
    Origin origin = problem.origin();
    if (!origin.source().isEmpty()) {
      out.append(" [file=").append(origin.source()).append(']');
    }
    if (origin.line() > 0) {
      out.append(" [line=").append(origin.line()).append(']');
    }
    return out.toString();
  }
}
