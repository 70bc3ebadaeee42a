package org.jxinetd.shell.command;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Network;

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

  /** An address, or a block such as {@code 192.0.2.0/24}. */
  static Network network(String text) throws UsageException {
    Optional<Network> network = Network.parse(text);
    if (network.isPresent()) {
      return network.get();
    }
    int slash = text.indexOf('/');
    if (slash < 0) {
      return Network.of(address(text)); // which says what is wrong
    }
    Address first = address(text.substring(0, slash));
    int most = Network.bits(first);
    String bits = text.substring(slash + 1);
    if (!bits.matches("[0-9]{1,3}") || Integer.parseInt(bits) > most) {
      throw new UsageException("'" + bits + "' is not a prefix length from 0 to " + most);
    }
    Network around = Network.around(first, Integer.parseInt(bits));
    throw new UsageException(
        "'" + text + "' is not the first address of its network; did you mean " + around + "?");
  }

  static long number(String text) throws UsageException {
    if (!text.matches("[0-9]{1,18}")) {
      throw new UsageException("'" + text + "' is not a number");
    }
    return Long.parseLong(text);
  }
}
