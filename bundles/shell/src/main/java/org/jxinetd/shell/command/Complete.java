package org.jxinetd.shell.command;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/** What TAB offers, for the shells that ask. */
final class Complete implements Command {

  private static final int WORDS = 64;

  private final CommandSet set;

  Complete(CommandSet set) {
    this.set = set;
  }

  @Override
  public String name() {
    return "complete";
  }

  @Override
  public boolean hidden() {
    return true;
  }

  @Override
  public String help() {
    return "list what the last word of a command line may become, for shells";
  }

  @Override
  public String usage() {
    return "complete -- WORD... [--json]";
  }

  @Override
  public String example() {
    return "complete -- service f";
  }

  @Override
  public Syntax syntax() {
    return new Syntax(Set.of(), 0, WORDS);
  }

  @Override
  public int run(Arguments arguments, Output out) throws IOException {
    List<String> words = set.complete(arguments.operands());
    if (arguments.json()) {
      out.line(Json.text(words));
    } else {
      for (String word : words) {
        out.line(word);
      }
    }
    return words.isEmpty() ? ExitStatus.NO : ExitStatus.DONE;
  }
}
