package org.jxinetd.access.ip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the longest prefix that holds an address. Nested blocks are cut, once, into ranges that do
 * not overlap, each with the innermost block that covers it, so that a look-up only has to find the
 * range: its cost depends neither on the lengths of the blocks nor on how deep they nest. Levels of
 * fences above the ranges, each with every sixteenth start of the level below, keep the search in
 * the processor's cache until its last step: a million blocks make six levels. Immutable.
 */
final class PrefixTable {

  /** A block and the place of its word in the list. */
  record Row(Prefix prefix, int token) {}

  /** No block covers the address. */
  static final int NONE = -1;

  private static final int FANOUT = 16;
  private static final int FENCE = 2; // a start: upper and lower 64 bits
  private static final int RANGE = 3; // a start, and its block: place of the word, prefix length

  /** Starts, ascending; the top level first. */
  private final long[][] fences;

  private final long[] ranges;
  private final int count;

  private PrefixTable(long[] ranges, int count) {
    this.ranges = ranges;
    this.count = count;
    List<long[]> levels = new ArrayList<>();
    long[] below = ranges;
    int width = RANGE;
    while (below.length / width > FANOUT) {
      below = everySixteenth(below, width);
      width = FENCE;
      levels.addFirst(below);
    }
    fences = levels.toArray(long[][]::new);
  }

  private static long[] everySixteenth(long[] level, int width) {
    int entries = (level.length / width + FANOUT - 1) / FANOUT;
    long[] out = new long[FENCE * entries];
    for (int i = 0; i < entries; i++) {
      System.arraycopy(level, i * FANOUT * width, out, i * FENCE, FENCE);
    }
    return out;
  }

  /** Builds a table. Of rows with the same block the first one counts. */
  static PrefixTable of(List<Row> rows) {
    Row[] sorted = rows.toArray(Row[]::new);
    Arrays.sort(sorted, (a, b) -> a.prefix.compareTo(b.prefix)); // stable: the first stays first
    return new Sweep(sorted.length).over(sorted);
  }

  /** The range that holds an address, for {@link #token} and {@link #length}; or {@link #NONE}. */
  int find(long high, long low) {
    int node = 0;
    for (long[] level : fences) {
      node = last(level, FENCE, level.length / FENCE, node, high, low);
      if (node < 0) {
        return NONE;
      }
    }
    int range = last(ranges, RANGE, count, node, high, low);
    return range < 0 || ranges[RANGE * range + 2] == NONE ? NONE : range;
  }

  /** The last entry of a node that does not begin behind the address; negative for none. */
  private static int last(long[] level, int width, int entries, int node, long high, long low) {
    int from = node * FANOUT;
    int to = Math.min(from + FANOUT, entries);
    while (from < to) {
      int middle = (from + to) >>> 1;
      int order = Long.compareUnsigned(level[width * middle], high);
      if (order == 0) {
        order = Long.compareUnsigned(level[width * middle + 1], low);
      }
      if (order <= 0) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from - 1;
  }

  int token(int range) {
    return (int) (ranges[RANGE * range + 2] >> 8);
  }

  int length(int range) {
    return (int) (ranges[RANGE * range + 2] & 255);
  }

  /** Walks over the blocks in ascending order, with those that are still open on a stack. */
  private static final class Sweep {
    private final Row[] open = new Row[129]; // nested blocks differ in length
    private final long[] ranges;
    private int depth;
    private int count;

    Sweep(int blocks) {
      ranges = new long[Math.multiplyExact(2 * RANGE, blocks)]; // each begins and ends once
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
      return new PrefixTable(Arrays.copyOf(ranges, RANGE * count), count);
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
      int last = RANGE * (count - 1);
      boolean same = count > 0 && ranges[last] == high && ranges[last + 1] == low;
      int at = same ? last : RANGE * count++;
      ranges[at] = high;
      ranges[at + 1] = low;
      ranges[at + 2] = depth == 0 ? NONE : block(open[depth - 1]);
    }

    private static long block(Row row) {
      return (long) row.token << 8 | row.prefix.length();
    }
  }
}
