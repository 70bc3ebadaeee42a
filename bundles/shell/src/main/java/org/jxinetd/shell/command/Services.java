package org.jxinetd.shell.command;

import java.io.IOException;
import java.util.List;
import org.jxinetd.api.service.SuperServer;
import org.jxinetd.api.service.SuperServer.ServiceStatus;

/** Lists the services. */
record Services(Platform platform) implements EngineCommand {

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
    if (arguments.json()) {
      out.line(Json.text(services.stream().map(Views::service).toList()));
    } else if (services.isEmpty()) {
      out.line("no service is configured");
    } else {
      table(services).print(out);
    }
    return ExitStatus.DONE;
  }

  private static Table table(List<ServiceStatus> services) {
    Table table = Table.headed("SERVICE", "LISTENS", "SOCKET", "RUNNING", "CONFIGURED", "STATE");
    for (ServiceStatus status : services) {
      table.row(
          status.service().id(),
          Views.bound(status),
          Views.socket(status.service()),
          status.running(),
          Views.origin(status.service()),
          status.state().describe());
    }
    return table;
  }
}
