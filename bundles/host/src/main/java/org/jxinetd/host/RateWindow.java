package org.jxinetd.host;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Counts connections within the last second, exactly: a ring of the moments of the last connections
 * that grows to the limit asked for and no further. Guarded by its {@link Account}.
 */
final class RateWindow {

  private static final long SECOND_NANOS = 1_000_000_000L;
  private static final int LARGEST = 1 << 20;

  private long[] moments = new long[16];
  private int first;
  private int count;

  /** True when fewer than {@code rate} connections came within the second before {@code now}. */
  boolean admits(int rate, long nowNanos) {
    forget(nowNanos);
    return count < Math.min(rate, LARGEST);
  }

  /** Connections within the second before {@code now}. */
  int count(long nowNanos) {
    forget(nowNanos);
    return count;
  }

  void add(long nowNanos) {
    if (count == moments.length) {
      grow();
    }
    moments[(first + count) % moments.length] = nowNanos;
    count++;
  }

  /** How long ago each connection within the last second came, the oldest first. */
  List<Long> agesNanos(long nowNanos) {
    forget(nowNanos);
    List<Long> ages = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      ages.add(nowNanos - moments[(first + i) % moments.length]);
    }
    return ages;
  }

  void clear() {
    count = 0;
    first = 0;
    moments = new long[16];
  }

  private void forget(long nowNanos) {
    while (count > 0 && nowNanos - moments[first] >= SECOND_NANOS) {
      first = (first + 1) % moments.length;
      count--;
    }
  }

  private void grow() {
    long[] bigger = Arrays.copyOf(moments, moments.length * 2);
    // unroll the ring: the part before first moves behind the old end
    System.arraycopy(moments, 0, bigger, moments.length, first);
    moments = bigger;
  }
}
