package org.jxinetd.shell.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jxinetd.api.service.Reloader;
import org.jxinetd.api.service.SuperServer;
import org.jxinetd.api.service.SuperServer.ServiceStatus;

/** Lists the services. */
record Services(Platform platform) implements EngineCommand {

  /** The state of a service that does not exist for the engine. */
  private static final String OFF = "switched off by 'disable'";

  @Override
  public String name() {
    return "services";
  }

  @Override
  public String help() {
    return "list the services: where they listen, what they do, where they were configured";
  }

  @Override
  public String usage() {
    return "services [--json]";
  }

  @Override
  public String example() {
    return "services --json";
  }

  @Override
  public Syntax syntax() {
    return Syntax.NOTHING;
  }

  @Override
  public int ask(SuperServer server, Arguments arguments, Output out) throws IOException {
    List<ServiceStatus> services = server.services();
    List<Reloader.Written> switched =
        platform.reloader().stream()
            .flatMap(reloader -> reloader.written().stream())
            .filter(Reloader.Written::turned)
            .toList();
    if (arguments.json()) {
      out.line(Json.text(objects(services, switched)));
    } else if (services.isEmpty() && switched.isEmpty()) {
      out.line("no service is configured");
    } else {
      table(services, switched).print(out);
    }
    return ExitStatus.DONE;
  }

  /** Whether somebody switched a service on that its configuration leaves out. */
  private static boolean switchedOn(ServiceStatus status, List<Reloader.Written> switched) {
    return switched.stream()
        .anyMatch(w -> w.on() && w.id().equalsIgnoreCase(status.service().id()));
  }

  private static List<Map<String, Object>> objects(
      List<ServiceStatus> services, List<Reloader.Written> switched) {
    List<Map<String, Object>> objects = new ArrayList<>();
    for (ServiceStatus status : services) {
      Map<String, Object> object = Views.service(status);
      if (switchedOn(status, switched)) {
        object.put("switched", "on");
      }
      objects.add(object);
    }
    for (Reloader.Written off : switched) {
      if (!off.on()) {
        objects.add(
            Json.object(
                "id",
                off.id(),
                "running",
                0,
                "state",
                Json.object("kind", "off", "description", OFF),
                "origin",
                off.origin(),
                "switched",
                "off"));
      }
    }
    return objects;
  }

  private static Table table(List<ServiceStatus> services, List<Reloader.Written> switched) {
    Table table = Table.headed("SERVICE", "LISTENS", "SOCKET", "RUNNING", "CONFIGURED", "STATE");
    for (ServiceStatus status : services) {
      table.row(
          status.service().id(),
          Views.bound(status),
          Views.socket(status.service()),
          status.running(),
          Views.origin(status.service()) + (switchedOn(status, switched) ? " (enabled)" : ""),
          status.state().describe());
    }
    for (Reloader.Written off : switched) {
      if (!off.on()) {
        table.row(off.id(), "", "", 0, off.origin(), OFF);
      }
    }
    return table;
  }
}
