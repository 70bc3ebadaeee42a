package org.jxinetd.shell.command;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.SuperServer;
import org.jxinetd.api.service.SuperServer.ServiceStatus;

/** Shows one service with every attribute and the line that set it. */
record Service(Platform platform) implements EngineCommand {

  @Override
  public String name() {
    return "service";
  }

  @Override
  public String help() {
    return "show one service with every attribute and the line that set it";
  }

  @Override
  public String usage() {
    return "service NAME [--json]";
  }

  @Override
  public String example() {
    return "service ftp";
  }

  @Override
  public Syntax syntax() {
    return Syntax.A_NAME;
  }

  @Override
  public Operand operand() {
    return Operand.SERVICE;
  }

  @Override
  public int ask(SuperServer server, Arguments arguments, Output out) throws IOException {
    String name = arguments.name().orElseThrow();
    List<ServiceStatus> found = Named.find(server.services(), name, out);
    if (arguments.json()) {
      out.line(Json.text(found.stream().map(Service::object).toList()));
    } else {
      for (ServiceStatus status : found) {
        print(status, out);
      }
    }
    return found.isEmpty() ? ExitStatus.NO : ExitStatus.DONE;
  }

  private static void print(ServiceStatus status, Output out) throws IOException {
    ServiceSpec service = status.service();
    Table table = Table.plain(2);
    table.row("service", service.id());
    table.row("name", service.name());
    table.row("state", status.state().describe());
    table.row("listens", Views.bound(status));
    table.row("socket", Views.socket(service));
    table.row("running", status.running());
    table.row("configured", Views.origin(service));
    table.print(out);
    Table attributes = Table.headed("ATTRIBUTE", "VALUE", "SET IN");
    for (Attribute attribute : service.attributes().values()) {
      attributes.row(attribute.name(), attribute.text(), attribute.origin());
    }
    attributes.print(out);
  }

  private static Map<String, Object> object(ServiceStatus status) {
    Map<String, Object> object = Views.service(status);
    object.put(
        "attributes",
        status.service().attributes().values().stream()
            .map(a -> Json.object("name", a.name(), "values", a.words(), "origin", a.origin()))
            .toList());
    return object;
  }
}
