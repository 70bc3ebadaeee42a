package org.jxinetd.host;

import java.util.stream.IntStream;

/**
 * How many prefixes of which length there are, so that a look-up asks only for lengths that occur.
 * Changed by one thread at a time; read by any.
 */
final class PrefixLengths {

  private static final int LONGEST = 128;

  private final int[] count = new int[LONGEST + 1];
  private volatile int[] longestFirst = {};

  void add(int length) {
    if (count[length]++ == 0) {
      publish();
    }
  }

  void remove(int length) {
    if (--count[length] == 0) {
      publish();
    }
  }

  private void publish() {
    longestFirst =
        IntStream.rangeClosed(0, LONGEST)
            .map(i -> LONGEST - i)
            .filter(length -> count[length] > 0)
            .toArray();
  }

  /** The lengths that occur; not to be changed. */
  int[] longestFirst() {
    return longestFirst;
  }
}
