package org.jxinetd.host;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * Connections within the last second by source, and which sources rest because they had too many. A
 * bounded number of sources: beyond it those that are new share one window. Guarded by its {@link
 * Account}.
 */
final class SourceRates {

  static final int MOST = 16_384;
  private static final long FORGET_NANOS = 250_000_000L;

  private final Map<SourceBlock, Source> sources = new HashMap<>();
  private final Source others = new Source();
  private long forgotNanos = Long.MIN_VALUE / 2;

  private static final class Source {
    private final RateWindow window = new RateWindow();
    private long restsUntilNanos;
    private boolean rests;

    boolean rests(long nowNanos) {
      if (rests && nowNanos - restsUntilNanos >= 0) {
        rests = false;
        window.clear();
      }
      return rests;
    }
  }

  boolean rests(SourceBlock block, long nowNanos) {
    Source source = sources.get(block);
    return source != null && source.rests(nowNanos);
  }

  int count(SourceBlock block, long nowNanos) {
    Source source = sources.get(block);
    return source == null ? 0 : source.window.count(nowNanos);
  }

  /** Counts a connection; false when it is one too many: the source rests from then on. */
  boolean take(SourceBlock block, int rate, long restNanos, long nowNanos) {
    Source source = find(block, nowNanos);
    if (source.rests(nowNanos)) {
      return false;
    }
    if (source.window.admits(rate, nowNanos)) {
      source.window.add(nowNanos);
      return true;
    }
    if (restNanos > 0 && source != others) {
      source.rests = true;
      source.restsUntilNanos = nowNanos + restNanos;
    }
    return false;
  }

  private Source find(SourceBlock block, long nowNanos) {
    Source known = sources.get(block);
    if (known != null) {
      return known;
    }
    if (sources.size() >= MOST && nowNanos - forgotNanos >= FORGET_NANOS) {
      forgotNanos = nowNanos; // not for each client of a flood
      forget(nowNanos);
    }
    return sources.size() >= MOST ? others : sources.computeIfAbsent(block, b -> new Source());
  }

  /** Forgets the sources that neither rest nor came within the last second. */
  private void forget(long nowNanos) {
    Iterator<Source> each = sources.values().iterator();
    while (each.hasNext()) {
      Source source = each.next();
      if (!source.rests(nowNanos) && source.window.count(nowNanos) == 0) {
        each.remove();
      }
    }
  }

  /** Who rests, and what is left of it. */
  Map<SourceBlock, Long> resting(long nowNanos) {
    Map<SourceBlock, Long> resting = new HashMap<>();
    sources.forEach(
        (block, source) -> {
          if (source.rests(nowNanos)) {
            resting.put(block, source.restsUntilNanos - nowNanos);
          }
        });
    return resting;
  }

  void rest(SourceBlock block, long forNanos, long nowNanos) {
    Source source = find(block, nowNanos);
    if (source != others) {
      source.rests = true;
      source.restsUntilNanos = nowNanos + forNanos;
    }
  }

  boolean idle(long nowNanos) {
    forget(nowNanos);
    return sources.isEmpty();
  }
}
