package org.jxinetd.shell.command;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.ServiceState;
import org.jxinetd.api.service.SuperServer.ServiceStatus;

/** How the values of the running server look in tables and in JSON. */
final class Views {

  private Views() {}

  /** {@code stream/tcp nowait}. */
  static String socket(ServiceSpec service) {
    return service.socketType().word()
        + "/"
        + service.protocol()
        + (service.waits() ? " wait" : " nowait");
  }

  static String bound(ServiceStatus status) {
    return status.bound().map(Object::toString).orElse("");
  }

  /**
   * Where it was written; says so when an administrator's definition hides that of the files, and
   * when an older definition is in force because the present one is broken.
   */
  static String origin(ServiceSpec service) {
    return service.origin()
        + (service.source() == ServiceSpec.Source.ADMIN ? " (Config Admin)" : "")
        + (service.lastGood() ? " (last good definition)" : "");
  }

  static String severity(Problem problem) {
    return problem.severity().name().toLowerCase(Locale.ROOT);
  }

  static Map<String, Object> service(ServiceStatus status) {
    ServiceSpec service = status.service();
    return Json.object(
        "id",
        service.id(),
        "name",
        service.name(),
        "pid",
        service.pid(),
        "socket_type",
        service.socketType().word(),
        "protocol",
        service.protocol(),
        "wait",
        service.waits(),
        "bound",
        status.bound(),
        "running",
        status.running(),
        "state",
        state(status.state()),
        "source",
        service.source().name().toLowerCase(Locale.ROOT),
        "origin",
        service.origin(),
        "last_good",
        service.lastGood());
  }

  static Map<String, Object> state(ServiceState state) {
    Map<String, Object> object = Json.object("kind", kind(state), "description", state.describe());
    switch (state) {
      case ServiceState.Waiting waiting -> {
        object.put("missing", waiting.missing());
        object.put("bound", waiting.bound());
      }
      case ServiceState.Suspended suspended -> {
        object.put("until", suspended.until());
        object.put("why", suspended.why());
      }
      case ServiceState.Failed failed -> object.put("problems", problems(failed.problems()));
      case ServiceState.Listening listening -> {}
      case ServiceState.Stopped stopped -> {}
    }
    return object;
  }

  private static String kind(ServiceState state) {
    return switch (state) {
      case ServiceState.Waiting waiting -> "waiting";
      case ServiceState.Listening listening -> "listening";
      case ServiceState.Suspended suspended -> "suspended";
      case ServiceState.Failed failed -> "failed";
      case ServiceState.Stopped stopped -> "stopped";
    };
  }

  static List<Map<String, Object>> problems(List<Problem> problems) {
    return problems.stream().map(Views::problem).toList();
  }

  private static Map<String, Object> problem(Problem problem) {
    return Json.object(
        "severity",
        severity(problem),
        "file",
        problem.origin().source(),
        "line",
        problem.origin().line(),
        "attribute",
        problem.attribute(),
        "message",
        problem.message(),
        "consequence",
        problem.consequence(),
        "fix",
        problem.fix());
  }
}
