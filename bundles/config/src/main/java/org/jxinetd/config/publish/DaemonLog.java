package org.jxinetd.config.publish;

import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/** Messages of a reading in the words and levels of xinetd's own log. */
final class DaemonLog {

  private static final Logger LOG = LoggerFactory.getLogger("org.jxinetd.config");
  private static final Marker NOTICE = MarkerFactory.getMarker("NOTICE");
  private static final Marker CRITICAL = MarkerFactory.getMarker("CRITICAL");

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
