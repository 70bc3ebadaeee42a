package org.jxinetd.shell.command;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.ServiceState;
import org.jxinetd.api.service.SuperServer;
import org.jxinetd.api.service.SuperServer.ServiceStatus;

/** Says why services do not serve. */
record Why(Platform platform) implements EngineCommand {

  @Override
  public String name() {
    return "why";
  }

  @Override
  public String help() {
    return "say why a service, or every service that does not serve, is in its state";
  }

  @Override
  public String usage() {
    return "why [NAME] [--json]";
  }

  @Override
  public String example() {
    return "why ftp";
  }

  @Override
  public Syntax syntax() {
    return Syntax.MAYBE_A_NAME;
  }

  @Override
  public Operand operand() {
    return Operand.SERVICE;
  }

  @Override
  public int ask(SuperServer server, Arguments arguments, Output out) throws IOException {
    List<ServiceStatus> all = server.services();
    Optional<String> name = arguments.name();
    List<ServiceStatus> chosen =
        name.isPresent()
            ? Named.find(all, name.get(), out)
            : all.stream().filter(s -> !(s.state() instanceof ServiceState.Listening)).toList();
    if (arguments.json()) {
      out.line(Json.text(chosen.stream().map(Why::object).toList()));
    } else {
      for (ServiceStatus status : chosen) {
        print(status, out);
      }
      if (chosen.isEmpty() && name.isEmpty()) {
        out.line("every service is listening");
      }
    }
    return chosen.isEmpty() && name.isPresent() ? ExitStatus.NO : ExitStatus.DONE;
  }

  private static void print(ServiceStatus status, Output out) throws IOException {
    String id = status.service().id();
    switch (status.state()) {
      case ServiceState.Waiting waiting -> {
        out.line(id + ": waiting, " + (waiting.bound() ? "clients are held" : "not bound"));
        for (String missing : waiting.missing()) {
          out.line("  needs " + missing);
        }
      }
      case ServiceState.Failed failed -> {
        out.line(id + ": failed");
        for (Problem problem : failed.problems()) {
          Problems.print(problem, "  ", out::line);
        }
      }
      case ServiceState.Suspended suspended -> out.line(id + ": " + suspended.describe());
      case ServiceState.Listening listening -> out.line(id + ": listening, nothing is wrong");
      case ServiceState.Stopped stopped -> out.line(id + ": stopped");
    }
  }

  private static Map<String, Object> object(ServiceStatus status) {
    return Json.object("id", status.service().id(), "state", Views.state(status.state()));
  }
}
