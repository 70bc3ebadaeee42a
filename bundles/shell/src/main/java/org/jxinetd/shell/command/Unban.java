package org.jxinetd.shell.command;

import java.io.IOException;
import java.util.List;
import org.jxinetd.api.service.Network;
import org.jxinetd.api.service.SuperServer;

/** Lifts a ban. */
record Unban(Platform platform) implements EngineCommand {

  @Override
  public String name() {
    return "unban";
  }

  @Override
  public String help() {
    return "lift the ban of an address or a network";
  }

  @Override
  public String usage() {
    return "unban ADDRESS[/BITS] [--json]";
  }

  @Override
  public String example() {
    return "unban 192.0.2.7";
  }

  @Override
  public Syntax syntax() {
    return Syntax.A_NAME;
  }

  @Override
  public int ask(SuperServer server, Arguments arguments, Output out) throws IOException {
    Network network;
    try {
      network = Moments.network(arguments.operands().getFirst());
    } catch (UsageException wrong) {
      out.complaint("unban: " + wrong.getMessage() + "; usage: " + usage());
      return ExitStatus.USAGE;
    }
    boolean lifted = server.door().unban(network);
    if (arguments.json()) {
      out.line(Json.text(Json.object("address", network, "lifted", lifted)));
    } else if (lifted) {
      out.line(network + " is not banned any more");
    } else {
      out.complaint(network + " was not banned" + wider(server, network));
    }
    return lifted ? ExitStatus.DONE : ExitStatus.NO;
  }

  /** Bans of wider networks stay, which whoever lifts the ban of an address may not expect. */
  private static String wider(SuperServer server, Network network) {
    List<String> wider =
        server.door().bans().stream()
            .map(org.jxinetd.api.access.Ban::network)
            .filter(ban -> ban.length() < network.length() && ban.contains(network.first()))
            .map(Network::toString)
            .toList();
    return wider.isEmpty() ? "" : " itself; it is in " + String.join(" and ", wider);
  }
}
