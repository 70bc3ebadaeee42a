package org.jxinetd.shell.command;

import java.io.IOException;

/** Switches a service off. */
final class Disable implements Command {

  private final Switch services;

  Disable(Platform platform) {
    services = new Switch(platform);
  }

  @Override
  public String name() {
    return "disable";
  }

  @Override
  public String help() {
    return "stop a service until it is enabled again, whatever the files say; its sessions are"
        + " ended";
  }

  @Override
  public String usage() {
    return "disable NAME [--json]";
  }

  @Override
  public String example() {
    return "disable tftp";
  }

  @Override
  public Syntax syntax() {
    return Syntax.A_NAME;
  }

  @Override
  public Operand operand() {
    return Operand.WRITTEN_SERVICE;
  }

  @Override
  public int run(Arguments arguments, Output out) throws IOException, InterruptedException {
    return services.turn(arguments, false, out);
  }
}
