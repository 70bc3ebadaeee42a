package org.jxinetd.access.libwrap;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jxinetd.api.access.SpawnChanges;
import org.slf4j.event.Level;

/**
 * What a rule says beyond whom it is about.
 *
 * @param steps what is done for a client that matches, in the order written
 * @param verdict whether the rule admits; empty where the file decides
 * @param severity how a refusal is logged; empty for the usual way
 * @param fault why nobody gets in by this rule: a mistake in it
 */
record Options(
    List<Step> steps, Optional<Boolean> verdict, Optional<Level> severity, Optional<String> fault) {

  static final Options NONE =
      new Options(List.of(), Optional.empty(), Optional.empty(), Optional.empty());

  Options {
    steps = List.copyOf(steps);
  }

  /** Nobody gets in. */
  static Options refusing(String fault) {
    return new Options(List.of(), Optional.empty(), Optional.empty(), Optional.of(fault));
  }

  /** Something to do for a client. */
  sealed interface Step {
    /** Sets a variable of the server; the value is a template. */
    record SetEnv(String name, String template) implements Step {}

    /** Runs a shell command beside the server; the command is a template. */
    record Spawn(String template) implements Step {}

    /** Runs a shell command and waits for it: whether the client may come in. */
    record AclExec(String template) implements Step {}

    /** Serves a shell command in place of the server. */
    record Twist(String template) implements Step {}

    /** Sends the client a file of the folder, the one that is named like the daemon. */
    record Banner(Path folder) implements Step {}

    /** Changes who the server runs as, its umask or its niceness. */
    record Owner(SpawnChanges.Owner owner) implements Step {}

    /** Sets options of the client's socket. */
    record Socket(SpawnChanges.SocketOptions socket) implements Step {}

    /** Asks the client's host for its user, within so many seconds; 0 for the usual time. */
    record AskUser(int seconds) implements Step {}
  }
}
