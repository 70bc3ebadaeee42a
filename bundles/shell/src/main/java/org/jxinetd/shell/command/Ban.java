package org.jxinetd.shell.command;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jxinetd.api.service.Network;
import org.jxinetd.api.service.SuperServer;

/** Bans an address or a network from every service. */
record Ban(Platform platform) implements EngineCommand {

  private static final String FOR = "--for";

  @Override
  public String name() {
    return "ban";
  }

  @Override
  public String help() {
    return "ban an address or a network from every service, for a while or for ever";
  }

  @Override
  public String usage() {
    return "ban ADDRESS[/BITS] [--for DURATION] [--json]";
  }

  @Override
  public String example() {
    return "ban 192.0.2.7 --for 2h";
  }

  @Override
  public Syntax syntax() {
    return new Syntax(Set.of(), Set.of(FOR), 1, 1);
  }

  @Override
  public int ask(SuperServer server, Arguments arguments, Output out) throws IOException {
    Network network;
    Optional<Duration> duration = Optional.empty();
    try {
      network = Moments.network(arguments.operands().getFirst());
      if (arguments.value(FOR).isPresent()) {
        duration = Optional.of(Moments.duration(arguments.value(FOR).get()));
      }
    } catch (UsageException wrong) {
      out.complaint("ban: " + wrong.getMessage() + "; usage: " + usage());
      return ExitStatus.USAGE;
    }
    org.jxinetd.api.access.Ban ban = server.door().ban(network, duration);
    String end = ban.until().isPresent() ? "until " + Bans.end(ban) : "for ever";
    out.line(arguments.json() ? Json.text(Bans.object(ban)) : ban.network() + " is banned " + end);
    return ExitStatus.DONE;
  }
}
