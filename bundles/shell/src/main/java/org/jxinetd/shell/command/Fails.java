package org.jxinetd.shell.command;

import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.Refusal;
import org.jxinetd.api.service.SuperServer;

/** Lists the last refusals. */
record Fails(Platform platform) implements EngineCommand {

  @Override
  public String name() {
    return "fails";
  }

  @Override
  public String help() {
    return "list the last refusals, of one service or of all, oldest first";
  }

  @Override
  public String usage() {
    return "fails [NAME] [--json]";
  }

  @Override
  public String example() {
    return "fails ftp";
  }

  @Override
  public Syntax syntax() {
    return Syntax.MAYBE_A_NAME;
  }

  @Override
  public int ask(SuperServer server, Arguments arguments, Output out) throws IOException {
    Optional<String> name = arguments.name();
    List<Refusal> refusals =
        server.door().refusals().stream()
            .filter(r -> name.isEmpty() || r.service().equalsIgnoreCase(name.get()))
            .toList();
    if (arguments.json()) {
      out.line(Json.text(refusals.stream().map(Fails::object).toList()));
    } else if (refusals.isEmpty()) {
      out.line("nobody was refused" + name.map(n -> " by " + n).orElse(""));
    } else {
      table(refusals).print(out);
    }
    return ExitStatus.DONE;
  }

  private static Table table(List<Refusal> refusals) {
    Table table = Table.headed("ID", "AT", "SERVICE", "CLIENT", "REASON", "RULE", "SET IN");
    for (Refusal refusal : refusals) {
      Evidence evidence = refusal.findings().getLast().evidence();
      table.row(
          refusal.id(),
          refusal.at().truncatedTo(ChronoUnit.SECONDS),
          refusal.service(),
          refusal.peer().map(Object::toString).orElse(""),
          refusal.reason(),
          evidence.rule(),
          evidence.origin());
    }
    return table;
  }

  static Map<String, Object> object(Refusal refusal) {
    Evidence evidence = refusal.findings().getLast().evidence();
    return Json.object(
        "id",
        refusal.id(),
        "at",
        refusal.at(),
        "service",
        refusal.service(),
        "peer",
        refusal.peer(),
        "reason",
        refusal.reason(),
        "rule",
        evidence.rule(),
        "origin",
        evidence.origin(),
        "state",
        evidence.detail());
  }
}
