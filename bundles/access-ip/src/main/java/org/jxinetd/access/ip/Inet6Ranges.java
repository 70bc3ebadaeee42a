package org.jxinetd.access.ip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Ranges of IPv6 addresses, each with its block. The upper halves of their starts are searched
 * first: most blocks are no longer than that. Levels of fences above them, each with every
 * sixteenth of the level below, keep the search in the processor's cache until its last step. Where
 * ranges begin within an upper half, the lower halves of their starts lie side by side elsewhere.
 * Immutable.
 */
final class Inet6Ranges {

  private static final int FANOUT = 16;

  /** Ascending, with the first bit turned over; the top level first, the upper halves last. */
  private final long[][] levels;

  /** Of each upper half: its block, or {@code INNER} minus the place of what begins within it. */
  private final long[] blocks;

  /** Where in {@link #lows} the ranges within an upper half begin; one more at the end. */
  private final int[] inner;

  private final long[] lows;
  private final long[] lowBlocks;

  private static final long INNER = -2;

  private Inet6Ranges(long[] highs, long[] blocks, int[] inner, long[] lows, long[] lowBlocks) {
    this.blocks = blocks;
    this.inner = inner;
    this.lows = lows;
    this.lowBlocks = lowBlocks;
    List<long[]> all = new ArrayList<>(List.of(highs));
    while (all.getFirst().length > FANOUT) {
      all.addFirst(everySixteenth(all.getFirst()));
    }
    levels = all.toArray(long[][]::new);
  }

  private static long[] everySixteenth(long[] level) {
    long[] out = new long[(level.length + FANOUT - 1) / FANOUT];
    for (int i = 0; i < out.length; i++) {
      out[i] = level[i * FANOUT];
    }
    return out;
  }

  private static long turned(long half) {
    return half ^ Long.MIN_VALUE;
  }

  /** Collects ranges in ascending order, the first one from the first address. */
  static final class Builder {
    private final long[] highs;
    private final long[] blocks;
    private int count;
    private int[] inner = new int[16];
    private int inners;
    private long[] lows = new long[64];
    private long[] lowBlocks = new long[64];
    private int lowCount;
    private long last = PrefixTable.NONE; // block of the range before

    Builder(int most) {
      highs = new long[most];
      blocks = new long[most];
    }

    void add(long high, long low, long block) {
      if (low == 0) {
        upper(high, block);
      } else {
        if (count == 0 || highs[count - 1] != turned(high)) {
          upper(high, last); // what began before reaches to here
        }
        within(low, block);
      }
      last = block;
    }

    private void upper(long high, long block) {
      highs[count] = turned(high);
      blocks[count++] = block;
    }

    private void within(long low, long block) {
      if (blocks[count - 1] > INNER) {
        if (inners + 1 == inner.length) {
          inner = Arrays.copyOf(inner, 2 * inners + 2);
        }
        inner[inners] = lowCount;
        lower(0, blocks[count - 1]);
        blocks[count - 1] = INNER - inners++;
      }
      lower(low, block);
    }

    private void lower(long low, long block) {
      if (lowCount == lows.length) {
        lows = Arrays.copyOf(lows, 2 * lowCount);
        lowBlocks = Arrays.copyOf(lowBlocks, 2 * lowCount);
      }
      lows[lowCount] = turned(low);
      lowBlocks[lowCount++] = block;
    }

    Inet6Ranges build() {
      inner[inners] = lowCount;
      return new Inet6Ranges(
          Arrays.copyOf(highs, count),
          Arrays.copyOf(blocks, count),
          Arrays.copyOf(inner, inners + 1),
          Arrays.copyOf(lows, lowCount),
          Arrays.copyOf(lowBlocks, lowCount));
    }
  }

  /** The block of the range that holds an address; {@link PrefixTable#NONE} for none. */
  long find(long high, long low) {
    long key = turned(high);
    int at = 0;
    for (long[] level : levels) {
      at = last(level, at * FANOUT, Math.min(at * FANOUT + FANOUT, level.length), key);
    }
    long block = blocks[at];
    if (block > INNER) {
      return block;
    }
    int place = (int) (INNER - block);
    // behind the upper half the last range within it still counts
    long within = levels[levels.length - 1][at] == key ? turned(low) : Long.MAX_VALUE;
    return lowBlocks[last(lows, inner[place], inner[place + 1], within)];
  }

  /** The last number that is not above the key; the first one never is. */
  private static int last(long[] ascending, int from, int to, long key) {
    int low = from;
    int high = to;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ascending[middle] <= key) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }
}
