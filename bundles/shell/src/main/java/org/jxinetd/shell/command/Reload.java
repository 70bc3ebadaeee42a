package org.jxinetd.shell.command;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.jxinetd.api.service.Reloader;

/** Reads the configuration files again and waits until the engine has taken them over. */
final class Reload implements Command {

  private static final String DRY_RUN = "-n";
  private final Platform platform;

  Reload(Platform platform) {
    this.platform = platform;
  }

  @Override
  public String name() {
    return "reload";
  }

  @Override
  public String help() {
    return "read the configuration again and say what changed; -n only says what would change";
  }

  @Override
  public String usage() {
    return "reload [-n] [--json]";
  }

  @Override
  public String example() {
    return "reload -n";
  }

  @Override
  public Syntax syntax() {
    return new Syntax(Set.of(DRY_RUN), 0, 0);
  }

  @Override
  public int run(Arguments arguments, Output out) throws IOException, InterruptedException {
    Optional<Reloader> reloader = platform.reloader();
    if (reloader.isEmpty()) {
      out.complaint(Platform.NO_FILES);
      return ExitStatus.NO;
    }
    boolean dryRun = arguments.has(DRY_RUN);
    return new Published(platform).show(reloader.get().reload(dryRun), dryRun, arguments, out);
  }
}
