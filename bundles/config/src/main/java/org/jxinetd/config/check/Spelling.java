package org.jxinetd.config.check;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Guesses what a misspelt word was meant to be. */
final class Spelling {

  private static final int LONGEST = 64;

  private Spelling() {}

  /** The word that one or two slips lead to; empty when none is near. */
  static Optional<String> nearest(String word, Collection<String> words) {
    if (word.length() > LONGEST) {
      return Optional.empty();
    }
    int allowed = word.length() < 5 ? 1 : 2;
    return words.stream()
        .filter(candidate -> distance(word, candidate) <= allowed)
        .min(
            Comparator.<String>comparingInt(candidate -> distance(word, candidate))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** Levenshtein's distance. */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
