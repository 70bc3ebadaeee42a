package org.jxinetd.shell.command;

import java.io.IOException;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.SuperServer;

/** Lifts a ban. */
record Unban(Platform platform) implements EngineCommand {

  @Override
  public String name() {
    return "unban";
  }

  @Override
  public String help() {
    return "lift the ban of an address";
  }

  @Override
  public String usage() {
    return "unban ADDRESS [--json]";
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
    Address address;
    try {
      address = Moments.address(arguments.operands().getFirst());
    } catch (UsageException wrong) {
      out.complaint("unban: " + wrong.getMessage() + "; usage: " + usage());
      return ExitStatus.USAGE;
    }
    boolean lifted = server.door().unban(address);
    if (arguments.json()) {
      out.line(Json.text(Json.object("address", address, "lifted", lifted)));
    } else if (lifted) {
      out.line(address + " is not banned any more");
    } else {
      out.complaint(address + " was not banned");
    }
    return lifted ? ExitStatus.DONE : ExitStatus.NO;
  }
}
