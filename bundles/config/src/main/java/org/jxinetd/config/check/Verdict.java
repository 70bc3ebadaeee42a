package org.jxinetd.config.check;

import java.util.List;
import java.util.Set;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.config.merge.Defaults;

/**
 * What a check found.
 *
 * @param services that can run as far as their own lines go, in file order
 * @param waiting PIDs of those among them that no installed bundle can serve
 * @param declared number of services that are wanted
 * @param files number of files read
 * @param problems everything, in reading order
 */
record Verdict(
    Defaults defaults,
    List<ServiceSpec> services,
    Set<String> waiting,
    int declared,
    int files,
    List<Problem> problems) {

  Verdict {
    services = List.copyOf(services);
    waiting = Set.copyOf(waiting);
    problems = List.copyOf(problems);
  }

  long count(Problem.Severity severity) {
    return problems.stream().filter(p -> p.severity() == severity).count();
  }

  int ready() {
    return services.size() - waiting.size();
  }

  /** The exit status: 2 for errors, 1 for warnings when they count, else 0. */
  int status(boolean strict) {
    if (count(Problem.Severity.ERROR) > 0) {
      return 2;
    }
    return strict && count(Problem.Severity.WARNING) > 0 ? 1 : 0;
  }

  /** One line that says it all. */
  String summary() {
    return plural(declared, "service")
        + ", "
        + ready()
        + " ready; "
        + plural(count(Problem.Severity.ERROR), "error")
        + ", "
        + plural(count(Problem.Severity.WARNING), "warning")
        + " in "
        + plural(files, "file");
  }

  private static String plural(long n, String word) {
    return n + " " + word + (n == 1 ? "" : "s");
  }
}
