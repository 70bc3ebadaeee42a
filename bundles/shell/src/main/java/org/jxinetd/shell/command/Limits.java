package org.jxinetd.shell.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jxinetd.api.service.ServiceState;
import org.jxinetd.api.service.SuperServer;
import org.jxinetd.api.service.SuperServer.ServiceStatus;
import org.jxinetd.api.service.SuperServer.SessionStatus;

/** Shows what is taken of the limits. */
record Limits(Platform platform) implements EngineCommand {

  private static final List<String> OTHERS = List.of("cps", "max_load", "deny_time");

  @Override
  public String name() {
    return "limits";
  }

  @Override
  public String help() {
    return "show what is taken of the limits of every service or one, and by whom";
  }

  @Override
  public String usage() {
    return "limits [NAME] [--json]";
  }

  @Override
  public String example() {
    return "limits ftp";
  }

  @Override
  public Syntax syntax() {
    return Syntax.MAYBE_A_NAME;
  }

  @Override
  public Operand operand() {
    return Operand.SERVICE;
  }

  /**
   * One limit of one service.
   *
   * @param used how much is taken, or empty where that is not counted
   * @param detail who takes most, or what follows
   */
  private record Row(
      String service, String limit, String value, Optional<Long> used, String detail) {}

  @Override
  public int ask(SuperServer server, Arguments arguments, Output out) throws IOException {
    List<ServiceStatus> services = server.services();
    if (arguments.name().isPresent()) {
      services = Named.find(services, arguments.name().get(), out);
      if (services.isEmpty()) {
        return ExitStatus.NO;
      }
    }
    List<SessionStatus> sessions = server.sessions();
    List<Row> rows = new ArrayList<>();
    services.forEach(status -> rows.addAll(rows(status, sessions)));
    if (arguments.json()) {
      out.line(Json.text(rows.stream().map(Limits::object).toList()));
    } else {
      out.line(server.vitals().sessionPlaces() + " more sessions are taken in all");
      Table table = Table.headed("SERVICE", "LIMIT", "VALUE", "USED", "DETAIL");
      for (Row row : rows) {
        table.row(
            row.service,
            row.limit,
            row.value,
            row.used.map(Object::toString).orElse(""),
            row.detail);
      }
      table.print(out);
    }
    return ExitStatus.DONE;
  }

  private static List<Row> rows(ServiceStatus status, List<SessionStatus> sessions) {
    String id = status.service().id();
    List<Row> rows = new ArrayList<>();
    String instances = value(status, "instances").orElse("UNLIMITED");
    rows.add(new Row(id, "instances", instances, Optional.of((long) status.running()), ""));
    Optional<String> perSource = value(status, "per_source");
    if (perSource.isPresent()) {
      Map<String, Long> bySource = new HashMap<>();
      for (SessionStatus session : sessions) {
        if (session.service().equals(id) && session.peer().isPresent()) {
          bySource.merge(session.peer().get().address().toString(), 1L, Long::sum);
        }
      }
      Optional<Map.Entry<String, Long>> most =
          bySource.entrySet().stream().max(Map.Entry.comparingByValue());
      rows.add(
          new Row(
              id,
              "per_source",
              perSource.get(),
              Optional.of(most.map(Map.Entry::getValue).orElse(0L)),
              most.map(e -> e.getKey() + " has the most").orElse("")));
    }
    for (String limit : OTHERS) {
      value(status, limit)
          .ifPresent(value -> rows.add(new Row(id, limit, value, Optional.empty(), "")));
    }
    if (status.state() instanceof ServiceState.Suspended suspended) {
      rows.add(
          new Row(
              id, "suspended", suspended.why(), Optional.empty(), "until " + suspended.until()));
    }
    return rows;
  }

  private static Optional<String> value(ServiceStatus status, String attribute) {
    return status.service().attribute(attribute).map(a -> a.text());
  }

  private static Map<String, Object> object(Row row) {
    return Json.object(
        "service",
        row.service,
        "limit",
        row.limit,
        "value",
        row.value,
        "used",
        row.used,
        "detail",
        row.detail);
  }
}
