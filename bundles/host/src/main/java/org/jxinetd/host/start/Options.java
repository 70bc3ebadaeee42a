package org.jxinetd.host.start;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The command line of xinetd(8): single dashes, separate words. Immutable.
 *
 * @param given the options that were given, with their arguments; empty text where there is none
 * @param ignored words that begin with a dash and mean nothing here; xinetd ignores them as well
 */
record Options(Map<Option, String> given, List<String> ignored) {

  /** Every option; {@code argument} names what follows it, empty for none. */
  enum Option {
    DEBUG("-d", ""),
    FILE("-f", "config_file"),
    FILELOG("-filelog", "filename"),
    SYSLOG("-syslog", "facility"),
    REUSE("-reuse", ""),
    LIMIT("-limit", "proc_limit"),
    PIDFILE("-pidfile", "filename"),
    LOGPROCS("-logprocs", "limit"),
    SHUTDOWNPROCS("-shutdownprocs", "limit"),
    CONSISTENCY("-cc", "interval"),
    STAYALIVE("-stayalive", ""),
    DONTFORK("-dontfork", ""),
    INETD_COMPAT("-inetd_compat", ""),
    VERSION("-version", ""),
    NOLIBWRAP("-nolibwrap", ""),
    WATCH("-watch", ""),
    STATEDIR("-statedir", "directory"),
    CONTROL("-control", "socket"),
    SIGNALS("-signals", "xinetd|article");

    private final String word;
    private final String argument;

    Option(String word, String argument) {
      this.word = word;
      this.argument = argument;
    }

    String word() {
      return word;
    }

    /** What follows it; empty for none. */
    String argument() {
      return argument;
    }

    private boolean isNumber() {
      return switch (this) {
        case LIMIT, LOGPROCS, SHUTDOWNPROCS, CONSISTENCY -> true;
        default -> false;
      };
    }
  }

  Options {
    given = Map.copyOf(given);
    ignored = List.copyOf(ignored);
  }

  /**
   * Reads a command line.
   *
   * @throws UsageException for a word that is no option, and for a missing or malformed argument
   */
  static Options parse(String... words) throws UsageException {
    Map<Option, String> given = new EnumMap<>(Option.class);
    List<String> ignored = new ArrayList<>();
    for (int i = 0; i < words.length; i++) {
      Option option = find(words[i]);
      if (option == null) {
        if (!words[i].startsWith("-") || words[i].equals("-")) {
          throw new UsageException("unexpected word: " + words[i]);
        }
        ignored.add(words[i]);
        continue;
      }
      if (option.argument.isEmpty()) {
        given.put(option, "");
        continue;
      }
      if (++i == words.length || words[i].isEmpty()) {
        throw new UsageException(option.word + " needs an argument: " + option.argument);
      }
      if (option.isNumber() && !words[i].matches("[0-9]{1,9}")) {
        throw new UsageException(option.word + ": '" + words[i] + "' is not a number");
      }
      check(option, words[i]);
      given.put(option, words[i]);
    }
    if (given.containsKey(Option.FILELOG) && given.containsKey(Option.SYSLOG)) {
      throw new UsageException("-filelog and -syslog exclude each other");
    }
    return new Options(given, ignored);
  }

  /** What the form of an argument does not tell. */
  private static void check(Option option, String argument) throws UsageException {
    if (option == Option.CONSISTENCY && Integer.parseInt(argument) == 0) {
      throw new UsageException("-cc: the interval must be at least 1 second");
    }
    if (option == Option.SIGNALS && !argument.equals("article") && !argument.equals("xinetd")) {
      throw new UsageException("-signals: '" + argument + "' is neither xinetd nor article");
    }
  }

  private static Option find(String word) {
    for (Option option : Option.values()) {
      if (option.word.equals(word)) {
        return option;
      }
    }
    return null;
  }

  boolean has(Option option) {
    return given.containsKey(option);
  }

  Optional<String> get(Option option) {
    return Optional.ofNullable(given.get(option));
  }

  /** A file name as an absolute path: the daemon's working directory becomes the root. */
  Optional<Path> path(Option option) {
    return get(option).map(text -> Path.of(text).toAbsolutePath().normalize());
  }

  int number(Option option, int otherwise) {
    return get(option).map(Integer::parseInt).orElse(otherwise);
  }

  static String usage() {
    StringBuilder out = new StringBuilder("Usage: xinetd");
    for (Option option : Option.values()) {
      out.append(" [").append(option.word);
      if (!option.argument.isEmpty()) {
        out.append(' ').append(option.argument);
      }
      out.append(']');
    }
    return out.toString();
  }
}
