package org.jxinetd.config.check;

import java.util.Locale;
import org.jxinetd.api.service.Problem;

/** Problems as compilers print them, so that editors can jump to them. */
final class PlainReport {

  private static final String OFF = "\u001b[0m";

  private final String fallback;
  private final boolean colours;

  /**
   * @param fallback file to name where a problem has no place
   */
  PlainReport(String fallback, boolean colours) {
    this.fallback = fallback;
    this.colours = colours;
  }

  String line(Problem problem) {
    StringBuilder out = new StringBuilder();
    String place = problem.origin().toString();
    out.append(clean(place.isEmpty() ? fallback : place)).append(": ");
    String kind =
        problem.severity() == Problem.Severity.INFO
            ? "note"
            : problem.severity().name().toLowerCase(Locale.ROOT);
    out.append(coloured(kind, problem.severity())).append(": ");
    if (!problem.attribute().isEmpty()) {
      out.append(clean(problem.attribute())).append(": ");
    }
    out.append(clean(problem.message()));
    if (!problem.consequence().isEmpty()) {
      out.append("; ").append(clean(problem.consequence()));
    }
    if (!problem.fix().isEmpty()) {
      out.append(" [fix: ").append(clean(problem.fix())).append(']');
    }
    return out.toString();
  }

  private String coloured(String kind, Problem.Severity severity) {
    if (!colours) {
      return kind;
    }
    String colour =
        switch (severity) {
          case ERROR -> "\u001b[1;31m";
          case WARNING -> "\u001b[1;35m";
          case INFO -> "\u001b[36m";
        };
    return colour + kind + OFF;
  }

  /** A file can hold anything; a terminal must not obey it. */
  private static String clean(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      out.append(Character.isISOControl(c) ? '?' : c);
    }
    return out.toString();
  }
}
