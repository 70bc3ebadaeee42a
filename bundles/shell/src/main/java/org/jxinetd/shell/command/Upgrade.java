package org.jxinetd.shell.command;

import java.io.IOException;
import java.util.Optional;
import org.jxinetd.api.service.Upgrader;

/** Starts a new process that takes over the listening sockets. */
final class Upgrade implements Command {

  private final Platform platform;

  Upgrade(Platform platform) {
    this.platform = platform;
  }

  @Override
  public String name() {
    return "upgrade";
  }

  @Override
  public String help() {
    return "start a new process that takes over all sockets; this one ends with its last session";
  }

  @Override
  public String usage() {
    return "upgrade [--json]";
  }

  @Override
  public String example() {
    return "upgrade";
  }

  @Override
  public Syntax syntax() {
    return Syntax.NOTHING;
  }

  @Override
  public int run(Arguments arguments, Output out) throws IOException, InterruptedException {
    Optional<Upgrader> upgrader = platform.upgrader();
    if (upgrader.isEmpty()) {
      out.complaint("this process cannot be replaced: the launcher offers no upgrade");
      return ExitStatus.NO;
    }
    Upgrader.Outcome outcome = upgrader.get().upgrade();
    if (arguments.json()) {
      out.line(
          Json.text(
              Json.object(
                  "done", outcome.done(), "pid", outcome.pid(), "message", outcome.message())));
    } else if (outcome.done()) {
      out.line(outcome.message() + "; this one ends with its last session");
    }
    if (!outcome.done()) {
      out.complaint(outcome.message());
    }
    return outcome.done() ? ExitStatus.DONE : ExitStatus.NO;
  }
}
