package org.jxinetd.config.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import org.jxinetd.api.service.Problem;
import org.jxinetd.config.form.Manual;

/** Proposes an example of the manual where nobody knows a better remedy. For one thread. */
final class Remedies {

  private Map<String, Manual.Entry> manual;

  /** The same problem with a remedy, where it has none and one is known. */
  Problem complete(Problem problem) {
    if (!problem.fix().isEmpty() || problem.severity() == Problem.Severity.INFO) {
      return problem;
    }
    return Optional.ofNullable(manual().get(problem.attribute()))
        .filter(entry -> !entry.example().isEmpty())
        .map(entry -> problem.withFix("for example: " + entry.example()))
        .orElse(problem);
  }

  private Map<String, Manual.Entry> manual() {
    if (manual == null) {
      try {
        manual = Manual.read();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return manual;
  }
}
