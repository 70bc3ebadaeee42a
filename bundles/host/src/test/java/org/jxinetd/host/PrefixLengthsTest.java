package org.jxinetd.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class PrefixLengthsTest {

  private final PrefixLengths lengths = new PrefixLengths();

  private void has(int... longestFirst) {
    assertArrayEquals(longestFirst, lengths.longestFirst());
  }

  @Test
  void aLengthIsThereAsLongAsAPrefixHasIt() {
    has();
    lengths.add(24);
    lengths.add(128);
    lengths.add(24);
    lengths.add(0);
    has(128, 24, 0);
    lengths.remove(24);
    has(128, 24, 0);
    lengths.remove(24);
    has(128, 0);
    lengths.remove(0);
    lengths.remove(128);
    has();
    lengths.add(24);
    has(24);
  }
}
