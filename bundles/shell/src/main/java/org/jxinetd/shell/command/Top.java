package org.jxinetd.shell.command;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jxinetd.api.service.SuperServer;
import org.jxinetd.api.service.SuperServer.ServiceStatus;
import org.jxinetd.api.service.SuperServer.SessionStatus;

/** Shows live sessions and rates, over and over. */
final class Top implements Command {

  private static final String ROUNDS = "-n";
  private static final String SECONDS = "-d";
  private static final int ROWS = 20;

  /** What every command may take without asking whether it may go on. */
  private static final int MINUTE = 60;

  private static final long LOOK_MILLIS = 200;

  private final Platform platform;
  private final Clock clock;

  Top(Platform platform, Clock clock) {
    this.platform = platform;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "top";
  }

  @Override
  public String help() {
    return "show live sessions and rates every second, the busiest services first";
  }

  @Override
  public String usage() {
    return "top [-n ROUNDS] [-d SECONDS] [--json]";
  }

  @Override
  public String example() {
    return "top -n 1";
  }

  @Override
  public Syntax syntax() {
    return new Syntax(Set.of(), Set.of(ROUNDS, SECONDS), 0, 0);
  }

  /** Events of one service in one round. */
  private static final class Counts {
    private final Map<EventLine.Kind, Long> byKind = new EnumMap<>(EventLine.Kind.class);

    void add(EventLine.Kind kind) {
      byKind.merge(kind, 1L, Long::sum);
    }

    long of(EventLine.Kind kind) {
      return byKind.getOrDefault(kind, 0L);
    }

    long all() {
      return byKind.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  @Override
  public int run(Arguments arguments, Output out)
      throws UsageException, IOException, InterruptedException {
    int rounds = arguments.number(ROUNDS, 1, Integer.MAX_VALUE, Integer.MAX_VALUE);
    int seconds = arguments.number(SECONDS, 1, 60, 1);
    if ((long) rounds * seconds > MINUTE && !out.stream()) {
      out.complaint("too many others follow already; try again when one has ended");
      return ExitStatus.NO;
    }
    try (EventTail.Follower follower = platform.events().follow().follower()) {
      for (int round = 0; round < rounds; round++) {
        long began = System.nanoTime();
        Map<String, Counts> counts =
            count(follower, began + TimeUnit.SECONDS.toNanos(seconds), out);
        double took = (System.nanoTime() - began) / 1e9;
        Optional<SuperServer> server = platform.server();
        if (server.isEmpty()) {
          out.complaint(Platform.NO_ENGINE);
          return ExitStatus.NO;
        }
        if (arguments.json()) {
          out.line(Json.text(object(server.get(), counts, took)));
        } else {
          out.page();
          print(server.get(), counts, follower.takeLost(), took, out);
        }
        out.flush();
      }
    }
    return ExitStatus.DONE;
  }

  private static Map<String, Counts> count(EventTail.Follower follower, long until, Output out)
      throws IOException, InterruptedException {
    Map<String, Counts> counts = new HashMap<>();
    for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
      long millis = Math.min(LOOK_MILLIS, TimeUnit.NANOSECONDS.toMillis(left) + 1);
      for (EventLine line : follower.next(millis)) {
        counts.computeIfAbsent(line.service(), id -> new Counts()).add(line.kind());
      }
      out.flush(); // notices a reader that is gone
    }
    return counts;
  }

  private void print(
      SuperServer server, Map<String, Counts> counts, long lost, double took, Output out)
      throws IOException {
    List<ServiceStatus> services = busiest(server.services(), counts);
    List<SessionStatus> sessions = server.sessions();
    SuperServer.Vitals vitals = server.vitals();
    out.line(
        services.size()
            + " services, "
            + sessions.size()
            + " sessions, "
            + vitals.sessionPlaces()
            + " places free, "
            + rate(total(counts, EventLine.Kind.START), took)
            + " started/s, "
            + rate(total(counts, EventLine.Kind.FAIL), took)
            + " refused/s, "
            + vitals.eventsDropped()
            + " events dropped"
            + (lost > 0 ? " (" + lost + " events are not counted here)" : ""));
    out.line("");
    Table table = Table.headed("SERVICE", "RUNNING", "STARTED/S", "ENDED/S", "REFUSED/S", "STATE");
    for (ServiceStatus status : services.subList(0, Math.min(ROWS, services.size()))) {
      Counts of = counts.getOrDefault(status.service().id(), new Counts());
      table.row(
          status.service().id(),
          status.running(),
          rate(of.of(EventLine.Kind.START), took),
          rate(of.of(EventLine.Kind.EXIT), took),
          rate(of.of(EventLine.Kind.FAIL), took),
          status.state().describe());
    }
    table.print(out);
    out.line("");
    Table clients = Table.headed("SESSION", "SERVICE", "PID", "CLIENT", "AGE");
    for (SessionStatus session : latest(sessions)) {
      clients.row(
          session.number(),
          session.service(),
          session.pid() == 0 ? "" : session.pid(),
          session.peer().map(Object::toString).orElse(""),
          Servers.age(Duration.between(session.started(), clock.instant())));
    }
    clients.print(out);
  }

  private static List<SessionStatus> latest(List<SessionStatus> sessions) {
    return sessions.subList(Math.max(0, sessions.size() - ROWS), sessions.size()).reversed();
  }

  private static List<ServiceStatus> busiest(
      List<ServiceStatus> services, Map<String, Counts> counts) {
    List<ServiceStatus> sorted = new ArrayList<>(services);
    sorted.sort(
        Comparator.comparingLong(
                (ServiceStatus s) -> -counts.getOrDefault(s.service().id(), new Counts()).all())
            .thenComparingInt(s -> -s.running()));
    return sorted;
  }

  private static long total(Map<String, Counts> counts, EventLine.Kind kind) {
    return counts.values().stream().mapToLong(c -> c.of(kind)).sum();
  }

  private static String rate(long number, double seconds) {
    return String.format(Locale.ROOT, "%.1f", number / seconds);
  }

  private static Map<String, Object> object(
      SuperServer server, Map<String, Counts> counts, double took) {
    List<Map<String, Object>> services = new ArrayList<>();
    for (ServiceStatus status : server.services()) {
      Counts of = counts.getOrDefault(status.service().id(), new Counts());
      services.add(
          Json.object(
              "id",
              status.service().id(),
              "running",
              status.running(),
              "started",
              of.of(EventLine.Kind.START),
              "ended",
              of.of(EventLine.Kind.EXIT),
              "refused",
              of.of(EventLine.Kind.FAIL)));
    }
    return Json.object(
        "milliseconds",
        Math.round(took * 1000),
        "sessions",
        server.sessions().size(),
        "session_places",
        server.vitals().sessionPlaces(),
        "events_dropped",
        server.vitals().eventsDropped(),
        "services",
        services);
  }
}
