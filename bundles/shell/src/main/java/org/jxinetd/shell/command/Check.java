package org.jxinetd.shell.command;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.jxinetd.api.service.ConfigurationCheck;
import org.jxinetd.api.service.Problem;

/** Says what the files of the running server would mean, without using them. */
final class Check implements Command {

  private static final String STRICT = "-strict";

  private final Platform platform;

  Check(Platform platform) {
    this.platform = platform;
  }

  @Override
  public String name() {
    return "check";
  }

  @Override
  public String help() {
    return "read the configuration without using it and say what is wrong; -strict minds warnings";
  }

  @Override
  public String usage() {
    return "check [-strict] [--json]";
  }

  @Override
  public String example() {
    return "check -strict";
  }

  @Override
  public Syntax syntax() {
    return new Syntax(Set.of(STRICT), 0, 0);
  }

  @Override
  public int run(Arguments arguments, Output out) throws IOException, InterruptedException {
    Optional<ConfigurationCheck> check = platform.check();
    if (check.isEmpty()) {
      out.complaint("nothing reads configuration files here (is the config bundle started?)");
      return ExitStatus.NO;
    }
    ConfigurationCheck.Result result = check.get().check();
    if (arguments.json()) {
      out.line(
          Json.text(
              Json.object(
                  "services",
                  result.services(),
                  "ready",
                  result.ready(),
                  "files",
                  result.files(),
                  "problems",
                  Views.problems(result.problems()))));
    } else {
      for (Problem problem : result.problems()) {
        out.complaint(line(problem));
      }
      out.line(summary(result));
    }
    boolean wrong =
        count(result, Problem.Severity.ERROR) > 0
            || (arguments.has(STRICT) && count(result, Problem.Severity.WARNING) > 0);
    return wrong ? ExitStatus.NO : ExitStatus.DONE;
  }

  /** As compilers print it, so that editors can jump to the place. */
  private static String line(Problem problem) {
    boolean note = problem.severity() == Problem.Severity.INFO;
    String place = problem.origin().toString();
    return (place.isEmpty() ? "" : place + ": ")
        + (note ? "note" : Views.severity(problem))
        + ": "
        + (problem.attribute().isEmpty() ? "" : problem.attribute() + ": ")
        + problem.message()
        + (problem.consequence().isEmpty() ? "" : "; " + problem.consequence())
        + (problem.fix().isEmpty() ? "" : " [fix: " + problem.fix() + "]");
  }

  private static String summary(ConfigurationCheck.Result result) {
    return plural(result.services(), "service")
        + ", "
        + result.ready()
        + " ready; "
        + plural(count(result, Problem.Severity.ERROR), "error")
        + ", "
        + plural(count(result, Problem.Severity.WARNING), "warning")
        + " in "
        + plural(result.files(), "file");
  }

  private static String plural(long n, String word) {
    return n + " " + word + (n == 1 ? "" : "s");
  }

  private static long count(ConfigurationCheck.Result result, Problem.Severity severity) {
    return result.problems().stream().filter(p -> p.severity() == severity).count();
  }
}
