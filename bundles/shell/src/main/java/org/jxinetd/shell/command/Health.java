package org.jxinetd.shell.command;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Runs the health checks. */
final class Health implements Command {

  private static final String READINESS = "-r";

  private final Platform platform;

  Health(Platform platform) {
    this.platform = platform;
  }

  @Override
  public String name() {
    return "health";
  }

  @Override
  public String help() {
    return "run the health checks; -r only says whether every enabled service listens";
  }

  @Override
  public String usage() {
    return "health [-r] [--json]";
  }

  @Override
  public String example() {
    return "health -r";
  }

  @Override
  public Syntax syntax() {
    return new Syntax(Set.of(READINESS), 0, 0);
  }

  @Override
  public int run(Arguments arguments, Output out) throws IOException, InterruptedException {
    Optional<String> tag = arguments.has(READINESS) ? Optional.of("readiness") : Optional.empty();
    List<Platform.Checked> results = platform.health(tag);
    if (results.isEmpty()) {
      out.complaint("there are no health checks (are the health bundle and the engine started?)");
      return ExitStatus.NO;
    }
    if (arguments.json()) {
      out.line(Json.text(results.stream().map(Health::object).toList()));
    } else {
      Table table = Table.headed("CHECK", "RESULT", "DETAIL");
      for (Platform.Checked result : results) {
        table.row(result.name(), result.status(), String.join("; ", result.messages()));
      }
      table.print(out);
    }
    return results.stream().allMatch(Platform.Checked::good) ? ExitStatus.DONE : ExitStatus.NO;
  }

  private static Map<String, Object> object(Platform.Checked result) {
    return Json.object(
        "name",
        result.name(),
        "status",
        result.status(),
        "good",
        result.good(),
        "messages",
        result.messages());
  }
}
