package org.jxinetd.access.ip;

import java.util.Arrays;

/**
 * Ranges of IPv4 addresses, each with its block. The first bits of an address index a table that
 * says between which ranges to search: with a million ranges some twenty, whose starts lie side by
 * side in one or two lines of the processor's cache. Immutable.
 */
final class InetRanges {

  private static final int MOST_BITS = 16;
  private static final int IN_A_SLOT = 8; // ranges, on average

  /** How many ranges begin before the addresses that begin with the index; one more at the end. */
  private final int[] before;

  /** Right shift that leaves the index. */
  private final int shift;

  /** Ascending, with the first bit turned over, which makes the order that of signed numbers. */
  private final int[] starts;

  private final long[] blocks;

  private InetRanges(int[] starts, long[] blocks) {
    this.starts = starts;
    this.blocks = blocks;
    int wanted = 32 - Integer.numberOfLeadingZeros(starts.length / IN_A_SLOT);
    int bits = Math.clamp(wanted, 1, MOST_BITS);
    shift = 32 - bits;
    before = new int[(1 << bits) + 1];
    for (int start : starts) {
      before[(turned(start) >>> shift) + 1]++;
    }
    for (int i = 1; i < before.length; i++) {
      before[i] += before[i - 1];
    }
  }

  /** Collects ranges in ascending order. */
  static final class Builder {
    private final int[] starts;
    private final long[] blocks;
    private int count = 1; // a place for the first address
    private boolean first;

    Builder(int most) {
      starts = new int[most];
      blocks = new long[most];
      starts[0] = turned(0);
    }

    void add(int start, long block) {
      int at = start == 0 ? 0 : count++;
      first |= at == 0;
      starts[at] = turned(start);
      blocks[at] = block;
    }

    /**
     * @param otherwise the block of the first addresses, when no range begins with them
     */
    InetRanges build(long otherwise) {
      if (!first) {
        blocks[0] = otherwise;
      }
      return new InetRanges(Arrays.copyOf(starts, count), Arrays.copyOf(blocks, count));
    }
  }

  private static int turned(int address) {
    return address ^ Integer.MIN_VALUE;
  }

  /** The block of the range that holds an address; {@link PrefixTable#NONE} for none. */
  long find(int address) {
    int key = turned(address);
    int slot = address >>> shift;
    int from = before[slot];
    int to = before[slot + 1];
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (starts[middle] <= key) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return blocks[from - 1]; // one begins with the first address
  }
}
