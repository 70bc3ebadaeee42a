package org.jxinetd.shell.command;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All commands by name. Immutable; any thread. */
public final class CommandSet {

  private final List<Command> commands;
  private final Map<String, Command> byName = new LinkedHashMap<>();

  private CommandSet(List<Command> all) {
    List<Command> complete = new ArrayList<>(all);
    complete.add(new Help(this));
    commands = List.copyOf(complete);
    for (Command command : commands) {
      put(command.name(), command);
      command.aliases().forEach(alias -> put(alias, command));
    }
  }

  /** The commands of this bundle. A new one is one more line here. */
  public static CommandSet standard(Platform platform, Clock clock) {
    return new CommandSet(
        List.of(
            new Services(platform),
            new Service(platform),
            new Servers(platform, clock),
            new Why(platform),
            new Explain(platform, clock),
            new Fails(platform),
            new Bans(platform),
            new Ban(platform),
            new Unban(platform),
            new Check(platform),
            new Upgrade(platform),
            new Reload(platform),
            new Export(platform)));
  }

  private void put(String name, Command command) {
    if (byName.put(name, command) != null) {
      throw new IllegalArgumentException("two commands called " + name);
    }
  }

  /** In the order in which help lists them. */
  public List<Command> commands() {
    return commands;
  }

  Optional<Command> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** Names and aliases. */
  List<String> names() {
    return List.copyOf(byName.keySet());
  }

  /**
   * Runs one command line.
   *
   * @param words the command's name and its arguments
   * @return one of {@link ExitStatus}
   */
  public int run(List<String> words, Output out) throws IOException, InterruptedException {
    if (words.isEmpty()) {
      out.complaint("a command is missing; 'help' lists them");
      return ExitStatus.USAGE;
    }
    String name = words.getFirst();
    Optional<Command> found = find(name.equals("-h") || name.equals("--help") ? "help" : name);
    if (found.isEmpty()) {
      out.complaint(
          "unknown command " + name + Nearest.suggestion(name, names()) + " ('help' lists them)");
      return ExitStatus.USAGE;
    }
    Command command = found.get();
    Arguments arguments;
    try {
      arguments = command.syntax().parse(words.subList(1, words.size()));
    } catch (UsageException wrong) {
      out.complaint(name + ": " + wrong.getMessage() + "; usage: " + command.usage());
      return ExitStatus.USAGE;
    }
    if (arguments.has(Syntax.HELP)) {
      Help.describe(command, arguments.json(), out);
      return ExitStatus.DONE;
    }
    return command.run(arguments, out);
  }
}
