package org.jxinetd.itests;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** xinetctl, as an administrator calls it. */
final class Ctl {
  private final Daemon daemon;

  Ctl(Daemon daemon) {
    this.daemon = daemon;
  }

  Tool.Result run(String... words) throws IOException {
    String program = ProgramUnderTest.get().server().resolveSibling("xinetctl").toString();
    List<String> command =
        new ArrayList<>(List.of(program, "-control", daemon.control().toString()));
    command.addAll(List.of(words));
    return Tool.run(command.toArray(String[]::new));
  }
}
