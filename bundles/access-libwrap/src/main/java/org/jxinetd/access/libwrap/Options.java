package org.jxinetd.access.libwrap;

import java.util.List;
import java.util.Optional;
import org.slf4j.event.Level;

/**
 * What a rule says beyond whom it is about.
 *
 * @param steps what is done for a client that matches, in the order written
 * @param verdict whether the rule admits; empty where the file decides
 * @param severity how a refusal is logged; empty for the usual way
 * @param fault why nobody gets in by this rule: a mistake, or an option that is not supported
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
  }
}
