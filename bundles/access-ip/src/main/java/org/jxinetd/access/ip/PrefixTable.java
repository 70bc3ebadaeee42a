package org.jxinetd.access.ip;

import java.util.Arrays;
import java.util.List;

/**
 * Finds the longest prefix that holds an address. Nested blocks are cut, once, into ranges that do
 * not overlap, each with the innermost block that covers it; a look-up is one binary search in a
 * flat array, without pointers to follow: at most 22 comparisons for a million blocks, whatever
 * their lengths and however deep they nest. Immutable.
 */
final class PrefixTable {

  /** A block and the place of its word in the list. */
  record Row(Prefix prefix, int token) {}

  /** No block covers the address. */
  static final int NONE = -1;

  /** First address of each range, ascending: upper and lower 64 bits in turn. */
  private final long[] starts;

  private final int[] tokens;
  private final byte[] lengths;

  private PrefixTable(long[] starts, int[] tokens, byte[] lengths) {
    this.starts = starts;
    this.tokens = tokens;
    this.lengths = lengths;
  }

  /** Builds a table. Of rows with the same block the first one counts. */
  static PrefixTable of(List<Row> rows) {
    Row[] sorted = rows.toArray(Row[]::new);
    Arrays.sort(sorted, (a, b) -> a.prefix.compareTo(b.prefix)); // stable: the first stays first
    return new Sweep(sorted.length).over(sorted);
  }

  /** The range that holds an address, for {@link #token} and {@link #length}; or {@link #NONE}. */
  int find(long high, long low) {
    int from = 0;
    int to = tokens.length - 1;
    while (from <= to) {
      int middle = (from + to) >>> 1;
      int order = Long.compareUnsigned(starts[2 * middle], high);
      if (order == 0) {
        order = Long.compareUnsigned(starts[2 * middle + 1], low);
      }
      if (order <= 0) {
        from = middle + 1;
      } else {
        to = middle - 1;
      }
    }
    return to < 0 || tokens[to] == NONE ? NONE : to;
  }

  int token(int range) {
    return tokens[range];
  }

  int length(int range) {
    return lengths[range] & 255;
  }

  /** Walks over the blocks in ascending order, with those that are still open on a stack. */
  private static final class Sweep {
    private final Row[] open = new Row[129]; // nested blocks differ in length
    private final long[] starts;
    private final int[] tokens;
    private final byte[] lengths;
    private int depth;
    private int ranges;

    Sweep(int blocks) {
      int most = Math.multiplyExact(2, blocks); // each block begins and ends once
      starts = new long[Math.multiplyExact(2, most)];
      tokens = new int[most];
      lengths = new byte[most];
    }

    PrefixTable over(Row[] sorted) {
      Row before = null;
      for (Row row : sorted) {
        if (before != null && before.prefix.compareTo(row.prefix) == 0) {
          continue;
        }
        before = row;
        while (depth > 0 && !open[depth - 1].prefix.contains(row.prefix)) {
          close();
        }
        open[depth++] = row;
        range(row.prefix.high(), row.prefix.low());
      }
      while (depth > 0) {
        close();
      }
      return new PrefixTable(
          Arrays.copyOf(starts, 2 * ranges),
          Arrays.copyOf(tokens, ranges),
          Arrays.copyOf(lengths, ranges));
    }

    private void close() {
      Prefix done = open[--depth].prefix;
      long low = done.lastLow() + 1;
      long high = low == 0 ? done.lastHigh() + 1 : done.lastHigh();
      if (low != 0 || high != 0) { // else it reaches to the end of all addresses
        range(high, low);
      }
    }

    /** From here on the innermost open block counts. */
    private void range(long high, long low) {
      boolean same =
          ranges > 0 && starts[2 * ranges - 2] == high && starts[2 * ranges - 1] == low;
      int at = same ? ranges - 1 : ranges++;
      starts[2 * at] = high;
      starts[2 * at + 1] = low;
      tokens[at] = depth == 0 ? NONE : open[depth - 1].token;
      lengths[at] = (byte) (depth == 0 ? 0 : open[depth - 1].prefix.length());
    }
  }
}
