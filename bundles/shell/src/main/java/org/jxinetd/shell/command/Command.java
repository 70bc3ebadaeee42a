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

  /** What its operands name: decides what TAB offers and which names a mistyped one may mean. */
  default Operand operand() {
    return Operand.NOTHING;
  }

  /** True when everything behind its name is an operand, words that begin with a dash as well. */
  default boolean passesOptionsOn() {
    return false;
  }

  /** True when it is there for programs: {@code help} does not list it. */
  default boolean hidden() {
    return false;
  }

  /**
   * Does it. Must end within a minute, unless it has asked {@link Output#stream()}.
   *
   * @return one of {@link ExitStatus}
   * @throws UsageException when the values of options or operands are wrong; nothing was done
   * @throws IOException when the reader of the output is gone
   */
  int run(Arguments arguments, Output out) throws UsageException, IOException, InterruptedException;

  /** What an operand can name. */
  enum Operand {
    /** Nothing that could be listed. */
    NOTHING,
    /** A service. */
    SERVICE,
    /** A service that is configured, switched off or not. */
    WRITTEN_SERVICE,
    /** A session, by its number. */
    SESSION,
    /** A command. */
    COMMAND
  }
}
