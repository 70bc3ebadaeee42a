package org.jxinetd.shell.command;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.Reloader;
import org.jxinetd.api.service.Reloader.Change;
import org.jxinetd.api.service.Reloader.Report;
import org.jxinetd.api.service.SuperServer;

/** Reads the configuration files again and waits until the engine has taken them over. */
final class Reload implements Command {

  private static final String DRY_RUN = "-n";
  // asked in slices: an engine that is replaced meanwhile is found again
  private static final int SLICES = 30;
  private static final Duration SLICE = Duration.ofSeconds(1);

  private enum Force {
    NOT_PUBLISHED,
    IN_FORCE,
    NOT_YET,
    NO_ENGINE
  }

  private final Platform platform;

  Reload(Platform platform) {
    this.platform = platform;
  }

  @Override
  public String name() {
    return "reload";
  }

  @Override
  public String help() {
    return "read the configuration again and say what changed; -n only says what would change";
  }

  @Override
  public String usage() {
    return "reload [-n] [--json]";
  }

  @Override
  public String example() {
    return "reload -n";
  }

  @Override
  public Syntax syntax() {
    return new Syntax(Set.of(DRY_RUN), 0, 0);
  }

  @Override
  public int run(Arguments arguments, Output out) throws IOException, InterruptedException {
    Optional<Reloader> reloader = platform.reloader();
    if (reloader.isEmpty()) {
      out.complaint("nothing reads configuration files here (is the config bundle started?)");
      return ExitStatus.NO;
    }
    boolean dryRun = arguments.has(DRY_RUN);
    Report report = reloader.get().reload(dryRun);
    Force force = awaitForce(report);
    if (arguments.json()) {
      out.line(Json.text(object(report, force, dryRun)));
    } else {
      print(report, out);
      out.line(summary(report, force, dryRun));
      for (Problem problem : report.problems()) {
        Problems.print(problem, "", out::complaint);
      }
    }
    if (force == Force.NO_ENGINE) {
      out.complaint(Platform.NO_ENGINE);
    } else if (force == Force.NOT_YET) {
      out.complaint("the engine has not taken it over within 30 s; 'services' shows what runs");
    }
    return hasErrors(report) || force == Force.NO_ENGINE || force == Force.NOT_YET
        ? ExitStatus.NO
        : ExitStatus.DONE;
  }

  private Force awaitForce(Report report) throws InterruptedException {
    if (report.generation() == 0) {
      return Force.NOT_PUBLISHED;
    }
    for (int i = 0; i < SLICES; i++) {
      Optional<SuperServer> server = platform.server();
      if (server.isEmpty()) {
        return Force.NO_ENGINE;
      }
      if (server.get().awaitGeneration(report.generation(), SLICE)) {
        return Force.IN_FORCE;
      }
    }
    return Force.NOT_YET;
  }

  private static boolean hasErrors(Report report) {
    return report.problems().stream().anyMatch(p -> p.severity() == Problem.Severity.ERROR);
  }

  private static void print(Report report, Output out) throws IOException {
    for (Change change : report.changes()) {
      out.line(kind(change) + " " + change.id());
      for (String detail : change.details()) {
        out.line("  " + detail);
      }
    }
  }

  private static String summary(Report report, Force force, boolean dryRun) {
    String counts =
        count(report, Reloader.Kind.ADDED)
            + " added, "
            + count(report, Reloader.Kind.REMOVED)
            + " removed, "
            + count(report, Reloader.Kind.CHANGED)
            + " changed, "
            + report.kept()
            + " kept";
    String problems = report.problems().isEmpty() ? "" : ", " + problems(report.problems().size());
    String effect =
        switch (force) {
          case NOT_PUBLISHED -> dryRun ? " (dry run, nothing was done)" : " (nothing was done)";
          case IN_FORCE -> " (in force)";
          case NOT_YET, NO_ENGINE -> " (not in force yet)";
        };
    return counts + problems + effect;
  }

  private static String problems(int number) {
    return number == 1 ? "1 problem" : number + " problems";
  }

  private static long count(Report report, Reloader.Kind kind) {
    return report.changes().stream().filter(change -> change.kind() == kind).count();
  }

  private static String kind(Change change) {
    return change.kind().name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, Object> object(Report report, Force force, boolean dryRun) {
    List<Map<String, Object>> changes =
        report.changes().stream()
            .map(c -> Json.object("kind", kind(c), "id", c.id(), "details", c.details()))
            .toList();
    return Json.object(
        "dry_run",
        dryRun,
        "generation",
        report.generation(),
        "in_force",
        force == Force.IN_FORCE,
        "changes",
        changes,
        "kept",
        report.kept(),
        "problems",
        Views.problems(report.problems()));
  }
}
