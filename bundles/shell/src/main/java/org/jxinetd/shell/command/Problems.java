package org.jxinetd.shell.command;

import java.io.IOException;
import org.jxinetd.api.service.Problem;

/** Prints problems of the configuration. */
final class Problems {

  /** Takes one line. */
  @FunctionalInterface
  interface Lines {
    void line(String text) throws IOException;
  }

  private Problems() {}

  /** One line, and a second one where a remedy is known. */
  static void print(Problem problem, String indent, Lines to) throws IOException {
    to.line(indent + Views.severity(problem) + ": " + problem);
    if (!problem.fix().isEmpty()) {
      to.line(indent + "  fix: " + problem.fix());
    }
  }
}
