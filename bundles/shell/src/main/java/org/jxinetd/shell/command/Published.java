package org.jxinetd.shell.command;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.Reloader;
import org.jxinetd.api.service.Reloader.Change;
import org.jxinetd.api.service.Reloader.Report;
import org.jxinetd.api.service.SuperServer;

/** Waits until what a front end published is in force, and says what became of it. */
final class Published {

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

  Published(Platform platform) {
    this.platform = platform;
  }

  /**
   * Waits and prints.
   *
   * @return one of {@link ExitStatus}
   */
  int show(Report report, boolean dryRun, Arguments arguments, Output out)
      throws IOException, InterruptedException {
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
