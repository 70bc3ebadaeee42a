package org.jxinetd.access.ip;

import java.util.Arrays;
import java.util.List;

/**
 * Finds the longest prefix that holds an address. Nested blocks are cut, once, into ranges that do
 * not overlap, each with the innermost block that covers it, so that a look-up only has to find the
 * range: its cost depends neither on the lengths of the blocks nor on how deep they nest. IPv4 has
 * a table of its own, as its addresses are a quarter as long. Immutable.
 */
final class PrefixTable {

  /** A block and the place of its word in the list. */
  record Row(Prefix prefix, int token) {}

  /** No block covers the address. */
  static final long NONE = -1;

  private static final long FIRST_MAPPED = 0x0000_ffff_0000_0000L;
  private static final long BEHIND_MAPPED = 0x0001_0000_0000_0000L;

  private final InetRanges inet;
  private final Inet6Ranges inet6;

  private PrefixTable(InetRanges inet, Inet6Ranges inet6) {
    this.inet = inet;
    this.inet6 = inet6;
  }

  /** Builds a table. Of rows with the same block the first one counts. */
  static PrefixTable of(List<Row> rows) {
    Row[] sorted = rows.toArray(Row[]::new);
    Arrays.sort(sorted, (a, b) -> a.prefix.compareTo(b.prefix)); // stable: the first stays first
    return new Sweep(sorted.length).over(sorted);
  }

  /** The block that holds an address, for {@link #token} and {@link #length}; or {@link #NONE}. */
  long find(long high, long low) {
    return high == 0 && isMapped(low) ? inet.find((int) low) : inet6.find(high, low);
  }

  private static boolean isMapped(long low) {
    return low >>> 32 == FIRST_MAPPED >>> 32;
  }

  static int token(long block) {
    return (int) (block >> 8);
  }

  static int length(long block) {
    return (int) (block & 255);
  }

  private static long block(Row row) {
    return (long) row.token << 8 | row.prefix.length();
  }

  /**
   * Ranges in ascending order, the first one from the first address: each begins with an address
   * and ends before the next one.
   */
  private static final class Starts {
    private static final int WIDTH = 3; // upper and lower 64 bits, block

    private final long[] starts;
    private int count;

    Starts(int most) {
      starts = new long[Math.multiplyExact(WIDTH, most)];
    }

    /** From here on another block counts; where it is the same address, the last word counts. */
    void add(long high, long low, long block) {
      int last = WIDTH * (count - 1);
      boolean same = count > 0 && starts[last] == high && starts[last + 1] == low;
      int at = same ? last : WIDTH * count++;
      starts[at] = high;
      starts[at + 1] = low;
      starts[at + 2] = block;
    }

    /**
     * The mapped part goes to the table of IPv4. What begins before it and reaches into it counts
     * there from the first address on; what reaches beyond it has begun before or begins behind it,
     * since no block but the whole part begins where the part does.
     */
    PrefixTable split() {
      int mapped = 0;
      for (int i = 0; i < count; i++) {
        mapped += starts[WIDTH * i] == 0 && isMapped(starts[WIDTH * i + 1]) ? 1 : 0;
      }
      InetRanges.Builder inet = new InetRanges.Builder(mapped + 1);
      Inet6Ranges.Builder inet6 = new Inet6Ranges.Builder(count - mapped);
      long reaching = NONE;
      for (int i = 0; i < count; i++) {
        long high = starts[WIDTH * i];
        long low = starts[WIDTH * i + 1];
        long block = starts[WIDTH * i + 2];
        if (high == 0 && isMapped(low)) {
          inet.add((int) low, block);
        } else {
          inet6.add(high, low, block);
          if (high == 0 && Long.compareUnsigned(low, BEHIND_MAPPED) < 0) {
            reaching = block;
          }
        }
      }
      return new PrefixTable(inet.build(reaching), inet6.build());
    }
  }

  /** Walks over the blocks in ascending order, with those that are still open on a stack. */
  private static final class Sweep {
    private final Row[] open = new Row[129]; // nested blocks differ in length
    private final Starts starts;
    private int depth;

    Sweep(int blocks) {
      starts = new Starts(2 * blocks + 1); // each begins and ends once
      starts.add(0, 0, NONE);
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
        starts.add(row.prefix.high(), row.prefix.low(), block(row));
      }
      while (depth > 0) {
        close();
      }
      return starts.split();
    }

    /** Behind a block the one around it counts. */
    private void close() {
      Prefix done = open[--depth].prefix;
      long low = done.lastLow() + 1;
      long high = low == 0 ? done.lastHigh() + 1 : done.lastHigh();
      if (low != 0 || high != 0) { // else it reaches to the end of all addresses
        starts.add(high, low, depth == 0 ? NONE : block(open[depth - 1]));
      }
    }
  }
}
