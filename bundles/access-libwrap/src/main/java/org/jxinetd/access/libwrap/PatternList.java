package org.jxinetd.access.libwrap;

import java.util.List;
import java.util.Optional;

/**
 * A list of patterns and what is taken out of it again. {@code a EXCEPT b EXCEPT c} reads as {@code
 * a EXCEPT (b EXCEPT c)}.
 */
record PatternList<P>(List<P> patterns, Optional<PatternList<P>> except) {

  PatternList {
    patterns = List.copyOf(patterns);
  }

  /** Answers for one pattern. */
  @FunctionalInterface
  interface Test<P> {
    boolean matches(P pattern) throws Undecidable;
  }

  boolean matches(Test<P> test) throws Undecidable {
    for (P pattern : patterns) {
      if (test.matches(pattern)) {
        return except.isEmpty() || !except.get().matches(test);
      }
    }
    return false;
  }
}
