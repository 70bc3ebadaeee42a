package org.jxinetd.shell.command;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jxinetd.api.service.SuperServer;
import org.jxinetd.api.service.SuperServer.SessionStatus;

/** Lists the servers that run now, one for each session. */
record Servers(Platform platform, Clock clock) implements EngineCommand {

  @Override
  public String name() {
    return "servers";
  }

  @Override
  public List<String> aliases() {
    return List.of("sessions");
  }

  @Override
  public String help() {
    return "list the running servers with their clients, oldest first";
  }

  @Override
  public String usage() {
    return "servers [--json]";
  }

  @Override
  public String example() {
    return "servers";
  }

  @Override
  public Syntax syntax() {
    return Syntax.NOTHING;
  }

  @Override
  public int ask(SuperServer server, Arguments arguments, Output out) throws IOException {
    List<SessionStatus> sessions = server.sessions();
    if (arguments.json()) {
      out.line(Json.text(sessions.stream().map(Servers::object).toList()));
    } else if (sessions.isEmpty()) {
      out.line("no server is running");
    } else {
      table(sessions).print(out);
    }
    return ExitStatus.DONE;
  }

  private Table table(List<SessionStatus> sessions) {
    Instant now = clock.instant();
    Table table = Table.headed("SESSION", "SERVICE", "PID", "CLIENT", "STARTED", "AGE");
    for (SessionStatus session : sessions) {
      table.row(
          session.number(),
          session.service(),
          session.pid() == 0 ? "" : session.pid(),
          session.peer().map(Object::toString).orElse(""),
          session.started().truncatedTo(ChronoUnit.SECONDS),
          age(Duration.between(session.started(), now)));
    }
    return table;
  }

  /** {@code 3d02h}, {@code 2h05m}, {@code 4m09s} or {@code 7s}; a clock set back gives 0s. */
  static String age(Duration age) {
    if (age.isNegative()) {
      return "0s";
    }
    if (age.toDays() > 0) {
      return age.toDays() + "d" + twoDigits(age.toHoursPart()) + "h";
    }
    if (age.toHours() > 0) {
      return age.toHours() + "h" + twoDigits(age.toMinutesPart()) + "m";
    }
    return age.toMinutes() > 0
        ? age.toMinutes() + "m" + twoDigits(age.toSecondsPart()) + "s"
        : age.toSeconds() + "s";
  }

  private static String twoDigits(int number) {
    return number < 10 ? "0" + number : Integer.toString(number);
  }

  private static Map<String, Object> object(SessionStatus session) {
    return Json.object(
        "number",
        session.number(),
        "service",
        session.service(),
        "pid",
        session.pid() == 0 ? Optional.empty() : session.pid(),
        "peer",
        session.peer(),
        "started",
        session.started());
  }
}
