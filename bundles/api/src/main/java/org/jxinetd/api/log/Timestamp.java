package org.jxinetd.api.log;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * The time stamp of xinetd's log files: {@code YY/M/D@HH:MM:SS}, month and day without padding, in
 * local time. Lines come by the thousand within one second, so the text of a second is made once.
 * Not for use by several threads.
 */
public final class Timestamp {

  private final ZoneId zone;
  private long second = Long.MIN_VALUE;
  private String text = "";

  public Timestamp(ZoneId zone) {
    this.zone = zone;
  }

  /** The stamp of a moment. */
  public String of(Instant at) {
    if (at.getEpochSecond() != second) {
      ZonedDateTime t = at.atZone(zone);
      StringBuilder out = new StringBuilder(17);
      two(out, t.getYear() % 100).append('/');
      out.append(t.getMonthValue()).append('/').append(t.getDayOfMonth()).append('@');
      two(out, t.getHour()).append(':');
      two(out, t.getMinute()).append(':');
      two(out, t.getSecond());
      text = out.toString();
      second = at.getEpochSecond();
    }
    return text;
  }

  private static StringBuilder two(StringBuilder out, int number) {
    return out.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }
}
