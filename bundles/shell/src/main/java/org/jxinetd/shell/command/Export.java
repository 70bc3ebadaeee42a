package org.jxinetd.shell.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jxinetd.api.service.SuperServer;
import org.jxinetd.api.service.SuperServer.ServiceStatus;
import org.jxinetd.shell.systemd.Conversion;
import org.jxinetd.shell.systemd.Units;

/** Writes services in the language of another super-server. */
record Export(Platform platform) implements EngineCommand {

  /** Stands in front of each file; xinetctl cuts the answer there when it writes files. */
  static final String FILE_MARK = "# file: ";

  private static final String SYSTEMD = "--systemd";

  @Override
  public String name() {
    return "export";
  }

  @Override
  public String help() {
    return "write services as units of systemd and say what is lost";
  }

  @Override
  public String usage() {
    return "export --systemd [NAME] [--to DIR] [--json]";
  }

  @Override
  public String example() {
    return "export --systemd ftp";
  }

  @Override
  public Syntax syntax() {
    return new Syntax(Set.of(SYSTEMD), 0, 1);
  }

  @Override
  public int ask(SuperServer server, Arguments arguments, Output out) throws IOException {
    if (!arguments.has(SYSTEMD)) {
      out.complaint("export: say into what: --systemd; usage: " + usage());
      return ExitStatus.USAGE;
    }
    List<ServiceStatus> all = server.services();
    Optional<String> name = arguments.name();
    List<ServiceStatus> chosen = name.isPresent() ? Named.find(all, name.get(), out) : all;
    boolean complete = !chosen.isEmpty();
    List<Map<String, Object>> objects = new ArrayList<>();
    for (ServiceStatus status : chosen) {
      Conversion conversion = Units.of(status.service());
      complete &= conversion.obstacles().isEmpty();
      if (arguments.json()) {
        objects.add(object(status.service().id(), conversion));
      } else {
        print(status.service().id(), conversion, out);
      }
    }
    if (arguments.json()) {
      out.line(Json.text(objects));
    }
    return complete ? ExitStatus.DONE : ExitStatus.NO;
  }

  private static void print(String id, Conversion conversion, Output out) throws IOException {
    for (Conversion.Unit unit : conversion.units()) {
      out.line(FILE_MARK + unit.name());
      for (String line : unit.lines()) {
        out.line(line);
      }
      out.line("");
    }
    for (String clause : conversion.obstacles()) {
      out.complaint(id + ": not exported: " + clause);
    }
    for (String clause : conversion.lost()) {
      out.complaint(id + ": lost: " + clause);
    }
  }

  private static Map<String, Object> object(String id, Conversion conversion) {
    return Json.object(
        "id",
        id,
        "units",
        conversion.units().stream()
            .map(u -> Json.object("name", u.name(), "text", String.join("\n", u.lines()) + "\n"))
            .toList(),
        "lost",
        conversion.lost(),
        "obstacles",
        conversion.obstacles());
  }
}
