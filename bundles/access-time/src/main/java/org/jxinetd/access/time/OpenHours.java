package org.jxinetd.access.time;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jxinetd.api.access.AccessRule;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.Mode;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.service.Attribute;

/** The ranges of one service in its time zone. Has no state: a dry run is like any other. */
final class OpenHours implements AccessRule {

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("EEE HH:mm", Locale.ENGLISH);

  private final Attribute written;
  private final List<TimeRange> ranges;
  private final ZoneId zone;

  OpenHours(Attribute written, List<TimeRange> ranges, ZoneId zone) {
    this.written = written;
    this.ranges = List.copyOf(ranges);
    this.zone = zone;
  }

  @Override
  public Verdict decide(Request request, Mode mode) {
    LocalDateTime wall = LocalDateTime.ofInstant(request.at(), zone);
    String now = CLOCK.format(wall) + " in " + zone;
    for (TimeRange range : ranges) {
      if (range.holds(wall)) {
        return Verdict.pass(
            new Evidence(
                "access_times = " + range.written().text(), range.written().origin(), now));
      }
    }
    return new Verdict.Refuse(
        Reason.TIME, new Evidence("access_times = " + written.text(), written.origin(), now));
  }
}
