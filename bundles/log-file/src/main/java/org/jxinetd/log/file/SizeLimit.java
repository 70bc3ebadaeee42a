package org.jxinetd.log.file;

import java.util.List;

/**
 * How large a log may grow, in bytes.
 *
 * @param soft a warning is due beyond this size; 0 for no control at all
 * @param hard nothing more is written beyond this size; at least {@code soft}
 * @param keep how many full files are kept: beyond the soft limit a new file is begun; 0 for none
 */
record SizeLimit(long soft, long hard, int keep) {

  static final SizeLimit NONE = new SizeLimit(0, 0);

  private static final long LEAST_EXTRA = 5L << 10;
  private static final long MOST_EXTRA = 20L << 10;

  SizeLimit(long soft, long hard) {
    this(soft, hard, 0);
  }

  SizeLimit keeping(int files) {
    return new SizeLimit(soft, hard, files);
  }

  /** {@code soft} alone: a hundredth more, but at least 5 and at most 20 KiB, is the hard limit. */
  static SizeLimit ofSoft(long soft) {
    return new SizeLimit(
        soft, Math.addExact(soft, Math.clamp(soft / 100, LEAST_EXTRA, MOST_EXTRA)));
  }

  boolean controls() {
    return soft > 0;
  }

  /** The smallest limits of all that apply: who shares a file shares its strictest bounds. */
  static SizeLimit strictest(List<SizeLimit> limits) {
    SizeLimit out = NONE;
    for (SizeLimit limit : limits) {
      if (limit.controls()) {
        out =
            out.controls()
                ? new SizeLimit(
                    Math.min(out.soft, limit.soft),
                    Math.min(out.hard, limit.hard),
                    Math.max(out.keep, limit.keep))
                : limit;
      }
    }
    return out;
  }
}
