package org.jxinetd.shell.command;

import java.io.IOException;
import java.util.List;

/** One command for people, the same in the Gogo shell and behind xinetctl. Any thread. */
public interface Command {

  /** The word that calls it. */
  String name();

  /** Other words that call it. */
  default List<String> aliases() {
    return List.of();
  }

  /** What it does: one line without a full stop. */
  String help();

  /** Its name and what may follow, such as {@code reload [-n]}; {@code --json} is understood. */
  String usage();

  /** A call that is worth trying. */
  String example();

  /** What may follow the name. */
  Syntax syntax();

  /**
   * Does it. Must end within a minute.
   *
   * @return one of {@link ExitStatus}
   * @throws IOException when the reader of the output is gone
   */
  int run(Arguments arguments, Output out) throws IOException, InterruptedException;
}
