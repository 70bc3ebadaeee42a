package org.jxinetd.shell.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jxinetd.api.service.Reloader;
import org.jxinetd.api.service.SuperServer;

/** What TAB offers. Any thread. */
final class Completion {

  /** More do not help anybody. */
  private static final int MOST = 1_000;

  private final CommandSet set;
  private final Platform platform;

  Completion(CommandSet set, Platform platform) {
    this.set = set;
    this.platform = platform;
  }

  /**
   * The words that the last one of {@code words} may become, sorted.
   *
   * @param words as typed so far; the last one may be empty
   */
  List<String> of(List<String> words) {
    String last = words.isEmpty() ? "" : words.getLast();
    Stream<String> all =
        words.size() < 2
            ? set.names().stream()
            : set.find(words.getFirst()).stream().flatMap(command -> behind(command, words, last));
    String begun = last.toLowerCase(Locale.ROOT);
    return all.filter(word -> word.toLowerCase(Locale.ROOT).startsWith(begun))
        .filter(word -> Printable.of(word).equals(word))
        .distinct()
        .sorted()
        .limit(MOST)
        .toList();
  }

  private Stream<String> behind(Command command, List<String> words, String last) {
    if (command.syntax().valued().contains(words.get(words.size() - 2))) {
      return Stream.empty();
    }
    return last.startsWith("-")
        ? command.syntax().allOptions().stream()
        : operands(command.operand());
  }

  private Stream<String> operands(Command.Operand operand) {
    Optional<SuperServer> server = platform.server();
    return switch (operand) {
      case NOTHING -> Stream.empty();
      case COMMAND -> set.names().stream();
      case SERVICE ->
          server.stream().flatMap(s -> s.services().stream()).map(s -> s.service().id());
      case WRITTEN_SERVICE ->
          platform.reloader().stream().flatMap(r -> r.written().stream()).map(Reloader.Written::id);
      case SESSION ->
          server.stream().flatMap(s -> s.sessions().stream()).map(s -> Long.toString(s.number()));
    };
  }
}
