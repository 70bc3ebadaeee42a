package org.jxinetd.log.syslog;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.linux.SyslogFacility;

/**
 * {@code SYSLOG facility [level]} as the number of RFC 3164 section 4.1.1: facility * 8 + level.
 */
record Priority(int number) {

  /** In the order of their numbers, most urgent first. */
  private static final List<String> LEVELS =
      List.of("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug");

  /**
   * Reads them.
   *
   * @param words SYSLOG, facility and level
   */
  static Priority parse(ServiceSpec service, Attribute logType, List<String> words)
      throws ConfigException {
    if (words.size() < 2 || words.size() > 3) {
      throw ConfigException.in(
          service, logType, "wrong number of arguments; expected SYSLOG facility [level] [server]");
    }
    Optional<Integer> facility = SyslogFacility.number(words.get(1));
    if (facility.isEmpty()) {
      throw ConfigException.in(service, logType, "Unknown syslog facility: " + words.get(1));
    }
    String level = words.size() == 3 ? words.get(2).toLowerCase(Locale.ROOT) : "info";
    if (!LEVELS.contains(level)) {
      throw ConfigException.in(service, logType, "Unknown syslog level: " + words.get(2));
    }
    return new Priority(facility.get() * 8 + LEVELS.indexOf(level));
  }
}
