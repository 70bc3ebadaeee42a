package org.jxinetd.shell.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a command may be given. Every command takes {@code --json} and {@code --help} as well.
 *
 * @param options options without a value, such as {@code -n}
 * @param valued options that need a value behind them, such as {@code -n 20}
 * @param least how many operands are needed
 * @param most how many operands are understood
 */
public record Syntax(Set<String> options, Set<String> valued, int least, int most) {

  static final String JSON = "--json";
  static final String HELP = "--help";
  private static final Set<String> ALWAYS = Set.of(JSON, HELP);

  /** No operands and no options of its own. */
  static final Syntax NOTHING = new Syntax(Set.of(), 0, 0);

  /** One name, which may be left out. */
  static final Syntax MAYBE_A_NAME = new Syntax(Set.of(), 0, 1);

  /** One name. */
  static final Syntax A_NAME = new Syntax(Set.of(), 1, 1);

  public Syntax {
    options = Set.copyOf(options);
    valued = Set.copyOf(valued);
  }

  /** Without options that need a value. */
  public Syntax(Set<String> options, int least, int most) {
    this(options, Set.of(), least, most);
  }

  /** Every option that is understood, in alphabetical order. */
  List<String> allOptions() {
    Set<String> all = new TreeSet<>(ALWAYS);
    all.addAll(options);
    all.addAll(valued);
    return List.copyOf(all);
  }

  /** Sorts the words that follow a command's name; {@code --} ends the options. */
  Arguments parse(List<String> words) throws UsageException {
    Set<String> given = new LinkedHashSet<>();
    Map<String, String> values = new LinkedHashMap<>();
    List<String> operands = new ArrayList<>();
    boolean optionsEnded = false;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (!optionsEnded && word.equals("--")) {
        optionsEnded = true;
      } else if (optionsEnded || !word.startsWith("-") || word.equals("-")) {
        operands.add(word);
      } else if (ALWAYS.contains(word) || options.contains(word)) {
        given.add(word);
      } else if (valued.contains(word)) {
        i++;
        if (i == words.size()) {
          throw new UsageException(word + " needs a value");
        }
        values.put(word, words.get(i));
      } else {
        throw new UsageException("unknown option " + word);
      }
    }
    if (!given.contains(HELP)) {
      check(operands);
    }
    return new Arguments(given, values, operands);
  }

  /** Takes every word for an operand. */
  Arguments verbatim(List<String> words) throws UsageException {
    check(words);
    return new Arguments(Set.of(), Map.of(), words);
  }

  private void check(List<String> operands) throws UsageException {
    if (operands.size() < least) {
      throw new UsageException("a name is missing");
    }
    if (operands.size() > most) {
      throw new UsageException("'" + operands.get(most) + "' is too much");
    }
  }
}
