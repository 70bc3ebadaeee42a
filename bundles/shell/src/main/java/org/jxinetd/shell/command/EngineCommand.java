package org.jxinetd.shell.command;

import java.io.IOException;
import java.util.Optional;
import org.jxinetd.api.service.SuperServer;

/** A command that asks the engine, and says so when there is none. */
interface EngineCommand extends Command {

  /** Where the engine is asked for, each time. */
  Platform platform();

  /** {@link #run(Arguments, Output)} with the engine that is there now. */
  int ask(SuperServer server, Arguments arguments, Output out)
      throws UsageException, IOException, InterruptedException;

  @Override
  default int run(Arguments arguments, Output out)
      throws UsageException, IOException, InterruptedException {
    Optional<SuperServer> server = platform().server();
    if (server.isEmpty()) {
      out.complaint(Platform.NO_ENGINE);
      return ExitStatus.NO;
    }
    return ask(server.get(), arguments, out);
  }
}
