package org.jxinetd.log.syslog;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * Messages as syslog(3) sends them to the local daemon: {@code <PRI>Mon DD HH:MM:SS xinetd[PID]:
 * LINE}, in local time, without a host name. Not for use by several threads.
 */
final class MessageForm {

  private static final int LONGEST = 8 * 1024;
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

  private final String prefix;
  private final String tag;
  private final ZoneId zone;
  private long second = Long.MIN_VALUE;
  private String stamp = "";

  MessageForm(Priority priority, long pid, ZoneId zone) {
    this.prefix = "<" + priority.number() + ">";
    this.tag = " xinetd[" + pid + "]: ";
    this.zone = zone;
  }

  /** One message; bytes that would end or hide a line become question marks. */
  byte[] of(Instant at, String line) {
    String text = prefix + stamp(at) + tag + line;
    return printable(text, LONGEST).getBytes(StandardCharsets.UTF_8);
  }

  /** The text, cut, with a question mark for each control character. */
  static String printable(String text, int longest) {
    int length = Math.min(text.length(), longest);
    StringBuilder out = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      out.append(Character.isISOControl(c) ? '?' : c);
    }
    return out.toString();
  }

  /** Lines come by the thousand within one second: its text is made once. */
  private String stamp(Instant at) {
    if (at.getEpochSecond() != second) {
      ZonedDateTime t = at.atZone(zone);
      int month = 3 * (t.getMonthValue() - 1);
      StringBuilder out = new StringBuilder(15).append(MONTHS, month, month + 3).append(' ');
      out.append(t.getDayOfMonth() < 10 ? " " : "").append(t.getDayOfMonth()).append(' ');
      two(out, t.getHour()).append(':');
      two(out, t.getMinute()).append(':');
      two(out, t.getSecond());
      stamp = out.toString();
      second = at.getEpochSecond();
    }
    return stamp;
  }

  private static StringBuilder two(StringBuilder out, int number) {
    return out.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }
}
