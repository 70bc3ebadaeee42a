package org.jxinetd.shell.command;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Lists the commands, or describes one. */
final class Help implements Command {

  private final CommandSet set;

  Help(CommandSet set) {
    this.set = set;
  }

  @Override
  public String name() {
    return "help";
  }

  @Override
  public String help() {
    return "list the commands, or describe one";
  }

  @Override
  public String usage() {
    return "help [COMMAND] [--json]";
  }

  @Override
  public String example() {
    return "help reload";
  }

  @Override
  public Syntax syntax() {
    return Syntax.MAYBE_A_NAME;
  }

  @Override
  public Operand operand() {
    return Operand.COMMAND;
  }

  @Override
  public int run(Arguments arguments, Output out) throws IOException {
    if (arguments.name().isEmpty()) {
      list(arguments.json(), out);
      return ExitStatus.DONE;
    }
    String name = arguments.name().get();
    Optional<Command> found = set.find(name);
    if (found.isEmpty()) {
      out.complaint("no command " + name + Nearest.suggestion(name, set.names()));
      return ExitStatus.NO;
    }
    describe(found.get(), arguments.json(), out);
    return ExitStatus.DONE;
  }

  private Stream<Command> shown() {
    return set.commands().stream().filter(command -> !command.hidden());
  }

  private void list(boolean json, Output out) throws IOException {
    if (json) {
      out.line(Json.text(shown().map(Help::object).toList()));
      return;
    }
    Table table = Table.headed("COMMAND", "DOES", "EXAMPLE");
    for (Command command : shown().toList()) {
      table.row(command.usage(), command.help(), command.example());
    }
    table.print(out);
  }

  static void describe(Command command, boolean json, Output out) throws IOException {
    if (json) {
      out.line(Json.text(object(command)));
      return;
    }
    out.line(command.name() + ": " + command.help());
    Table table = Table.plain(2);
    table.row("usage", command.usage());
    if (!command.aliases().isEmpty()) {
      table.row("also", String.join(", ", command.aliases()));
    }
    table.row("example", command.example());
    table.print(out);
  }

  private static Map<String, Object> object(Command command) {
    return Json.object(
        "name",
        command.name(),
        "aliases",
        command.aliases(),
        "help",
        command.help(),
        "usage",
        command.usage(),
        "example",
        command.example());
  }
}
