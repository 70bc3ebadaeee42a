package org.jxinetd.shell.command;

import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jxinetd.api.access.Ban;
import org.jxinetd.api.service.SuperServer;

/** Lists the banned addresses and networks. */
record Bans(Platform platform) implements EngineCommand {

  @Override
  public String name() {
    return "bans";
  }

  @Override
  public String help() {
    return "list the addresses and networks that no service serves, with the reason and the end of"
        + " each ban";
  }

  @Override
  public String usage() {
    return "bans [--json]";
  }

  @Override
  public String example() {
    return "bans";
  }

  @Override
  public Syntax syntax() {
    return Syntax.NOTHING;
  }

  @Override
  public int ask(SuperServer server, Arguments arguments, Output out) throws IOException {
    List<Ban> bans = server.door().bans();
    if (arguments.json()) {
      out.line(Json.text(bans.stream().map(Bans::object).toList()));
    } else if (bans.isEmpty()) {
      out.line("nobody is banned");
    } else {
      table(bans).print(out);
    }
    return ExitStatus.DONE;
  }

  private static Table table(List<Ban> bans) {
    Table table = Table.headed("ADDRESS", "SINCE", "UNTIL", "WHY", "SET IN");
    for (Ban ban : bans) {
      table.row(
          ban.network(),
          ban.since().truncatedTo(ChronoUnit.SECONDS),
          end(ban),
          ban.rule(),
          ban.origin());
    }
    return table;
  }

  static String end(Ban ban) {
    return ban.until().map(t -> t.truncatedTo(ChronoUnit.SECONDS).toString()).orElse("for ever");
  }

  static Map<String, Object> object(Ban ban) {
    return Json.object(
        "address",
        ban.network(),
        "since",
        ban.since(),
        "until",
        ban.until(),
        "rule",
        ban.rule(),
        "origin",
        ban.origin());
  }
}
