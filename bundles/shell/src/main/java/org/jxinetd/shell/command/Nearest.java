package org.jxinetd.shell.command;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds the names that a mistyped one may have meant. */
final class Nearest {

  private static final int SUGGESTIONS = 3;
  // longer words cost time and are no typing mistakes
  private static final int LONGEST = 64;

  private Nearest() {}

  /** A sentence's end such as {@code ; did you mean ftp or tftp?}, or nothing. */
  static String suggestion(String word, Collection<String> names) {
    List<String> near = of(word, names);
    return near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?";
  }

  /** At most three names, the nearest first; those that differ too much are left out. */
  static List<String> of(String word, Collection<String> names) {
    if (word.length() > LONGEST) {
      return List.of();
    }
    String wanted = word.toLowerCase(Locale.ROOT);
    int most = Math.max(1, wanted.length() / 3);
    return names.stream()
        .filter(name -> name.length() <= LONGEST)
        .distinct()
        .map(name -> new Candidate(name, score(wanted, name.toLowerCase(Locale.ROOT))))
        .filter(candidate -> candidate.distance <= most)
        .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
        .limit(SUGGESTIONS)
        .map(Candidate::name)
        .toList();
  }

  private record Candidate(String name, int distance) {}

  private static int score(String word, String name) {
    return word.length() > 1 && name.startsWith(word) ? 1 : distance(word, name);
  }

  /**
   * Insertions, deletions, replacements and swaps of neighbours that lead from one to the other.
   */
  static int distance(String from, String to) {
    int[] before = new int[to.length() + 1];
    int[] last = new int[to.length() + 1];
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = last[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(last[j], row[j - 1]) + 1);
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      int[] free = before;
      before = last;
      last = row;
      row = free;
    }
    return last[to.length()];
  }
}
