package org.jxinetd.shell.command;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jxinetd.api.service.Address;

/** Times, durations, numbers and addresses as people type them. */
final class Moments {

  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})([smhd]?)");

  private Moments() {}

  /** {@code 2026-11-28 13:05} or {@code 2026-11-28T13:05:30} local time, or an instant in UTC. */
  static Instant instant(String text, Clock clock) throws UsageException {
    try {
      return text.endsWith("Z")
          ? Instant.parse(text.replace(' ', 'T'))
          : LocalDateTime.parse(text.replace(' ', 'T')).atZone(clock.getZone()).toInstant();
    } catch (DateTimeException wrong) {
      throw new UsageException("'" + text + "' is not a time such as \"2026-11-28 13:05\"");
    }
  }

  /** {@code 90s}, {@code 10m}, {@code 2h}, {@code 1d}; a number alone means minutes. */
  static Duration duration(String text) throws UsageException {
    Matcher m = DURATION.matcher(text);
    if (!m.matches() || Long.parseLong(m.group(1)) == 0) {
      throw new UsageException("'" + text + "' is not a duration such as 90s, 10m, 2h or 1d");
    }
    long count = Long.parseLong(m.group(1));
    return switch (m.group(2)) {
      case "s" -> Duration.ofSeconds(count);
      case "h" -> Duration.ofHours(count);
      case "d" -> Duration.ofDays(count);
      default -> Duration.ofMinutes(count);
    };
  }

  static Address address(String text) throws UsageException {
    return Address.parse(text)
        .orElseThrow(() -> new UsageException("'" + text + "' is not an address in digits"));
  }

  static long number(String text) throws UsageException {
    if (!text.matches("[0-9]{1,18}")) {
      throw new UsageException("'" + text + "' is not a number");
    }
    return Long.parseLong(text);
  }
}
