package org.jxinetd.access.libwrap;

import java.util.Locale;

/** A pattern for a word: the name of a daemon, a user or a host, or an address as written. */
sealed interface TextPattern {

  /** What a name or an address is called that is not known. */
  String UNKNOWN = "unknown";

  boolean matches(String word);

  record All() implements TextPattern {
    @Override
    public boolean matches(String word) {
      return true;
    }
  }

  record Known() implements TextPattern {
    @Override
    public boolean matches(String word) {
      return !word.equalsIgnoreCase(UNKNOWN);
    }
  }

  /** {@code .tue.nl}: the end of a longer word. */
  record Suffix(String end) implements TextPattern {
    @Override
    public boolean matches(String word) {
      int from = word.length() - end.length();
      return from > 0 && word.regionMatches(true, from, end, 0, end.length());
    }
  }

  /** {@code 131.155.}: the beginning of a word. */
  record Prefix(String start) implements TextPattern {
    @Override
    public boolean matches(String word) {
      return word.regionMatches(true, 0, start, 0, start.length());
    }
  }

  /** {@code ws?-*.example}, in lower case. */
  record Glob(String pattern) implements TextPattern {
    @Override
    public boolean matches(String word) {
      return glob(word.toLowerCase(Locale.ROOT));
    }

    /** Linear but for the last star, which alone is tried again. */
    private boolean glob(String word) {
      int p = 0;
      int w = 0;
      int star = -1;
      int retry = 0;
      while (w < word.length()) {
        char wanted = p < pattern.length() ? pattern.charAt(p) : 0;
        if (wanted == '*') {
          star = p++;
          retry = w;
        } else if (p < pattern.length() && (wanted == '?' || wanted == word.charAt(w))) {
          p++;
          w++;
        } else if (star >= 0) {
          p = star + 1;
          w = ++retry;
        } else {
          return false;
        }
      }
      while (p < pattern.length() && pattern.charAt(p) == '*') {
        p++;
      }
      return p == pattern.length();
    }
  }

  /** Also {@code UNKNOWN} and {@code PARANOID}: such names are called so. */
  record Exact(String text) implements TextPattern {
    @Override
    public boolean matches(String word) {
      return text.equalsIgnoreCase(word);
    }
  }

  /** Reads a token; every token is a pattern. */
  static TextPattern of(String token) {
    if (token.startsWith(".")) {
      return new Suffix(token);
    }
    if (token.equalsIgnoreCase("ALL")) {
      return new All();
    }
    if (token.equalsIgnoreCase("KNOWN")) {
      return new Known();
    }
    if (token.endsWith(".")) {
      return new Prefix(token);
    }
    if (token.indexOf('*') >= 0 || token.indexOf('?') >= 0) {
      return new Glob(token.toLowerCase(Locale.ROOT));
    }
    return new Exact(token);
  }
}
