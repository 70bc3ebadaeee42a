package org.jxinetd.shell.command;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** Passes a line to the framework's own shell: bundles, components, configurations. */
final class GogoLine implements Command {

  private static final int WORDS = 256;

  private final Platform platform;

  GogoLine(Platform platform) {
    this.platform = platform;
  }

  @Override
  public String name() {
    return "gogo";
  }

  @Override
  public String help() {
    return "run a line of the framework's own shell: lb lists bundles, scr:list components";
  }

  @Override
  public String usage() {
    return "gogo LINE...";
  }

  @Override
  public String example() {
    return "gogo lb -s";
  }

  @Override
  public Syntax syntax() {
    return new Syntax(Set.of(), 1, WORDS);
  }

  @Override
  public boolean passesOptionsOn() {
    return true;
  }

  @Override
  public int run(Arguments arguments, Output out) throws IOException, InterruptedException {
    Optional<Platform.Gogo> gogo = platform.gogo();
    if (gogo.isEmpty()) {
      out.complaint("the Gogo shell is not installed here");
      return ExitStatus.NO;
    }
    return gogo.get().run(String.join(" ", arguments.operands()), out);
  }
}
