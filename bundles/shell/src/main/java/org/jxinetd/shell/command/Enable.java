package org.jxinetd.shell.command;

import java.io.IOException;

/** Switches a service on. */
final class Enable implements Command {

  private final Switch services;

  Enable(Platform platform) {
    services = new Switch(platform);
  }

  @Override
  public String name() {
    return "enable";
  }

  @Override
  public String help() {
    return "start a service that is switched off, whatever the files say, now and after a restart";
  }

  @Override
  public String usage() {
    return "enable NAME [--json]";
  }

  @Override
  public String example() {
    return "enable tftp";
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
    return services.turn(arguments, true, out);
  }
}
