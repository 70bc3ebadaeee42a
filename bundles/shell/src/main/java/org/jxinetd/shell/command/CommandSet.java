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

  private final Platform platform;
  private final List<Command> commands;
  private final Map<String, Command> byName = new LinkedHashMap<>();

  private CommandSet(Platform platform, List<Command> all) {
    this.platform = platform;
    List<Command> complete = new ArrayList<>(all);
    complete.add(new Help(this));
    complete.add(new Complete(this));
    commands = List.copyOf(complete);
    for (Command command : commands) {
      put(command.name(), command);
      command.aliases().forEach(alias -> put(alias, command));
    }
  }

  /**
   * The commands of this bundle. A new one is a class, one more line here, and a section in
   * docs/xinetctl.8.md: the Gogo shell, TAB and help learn of it by themselves.
   */
  public static CommandSet standard(Platform platform, Clock clock) {
    return new CommandSet(
        platform,
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
            new Export(platform),
            new Health(platform),
            new Limits(platform),
            new Providers(platform),
            new Log(platform),
            new Top(platform, clock),
            new Kick(platform),
            new Enable(platform),
            new Disable(platform),
            new Reload(platform),
            new GogoLine(platform)));
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

  /** Names and aliases of those that people call. */
  List<String> names() {
    return byName.entrySet().stream()
        .filter(e -> !e.getValue().hidden())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** What the last of the words may become. */
  public List<String> complete(List<String> words) {
    return new Completion(this, platform).of(words);
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
      List<String> behind = words.subList(1, words.size());
      arguments =
          command.passesOptionsOn() && !behind.equals(List.of(Syntax.HELP))
              ? command.syntax().verbatim(behind)
              : command.syntax().parse(behind);
    } catch (UsageException wrong) {
      out.complaint(name + ": " + wrong.getMessage() + "; usage: " + command.usage());
      return ExitStatus.USAGE;
    }
    if (arguments.has(Syntax.HELP)) {
      Help.describe(command, arguments.json(), out);
      return ExitStatus.DONE;
    }
    try {
      return command.run(arguments, out);
    } catch (UsageException wrong) {
      out.complaint(name + ": " + wrong.getMessage() + "; usage: " + command.usage());
      return ExitStatus.USAGE;
    }
  }
}
