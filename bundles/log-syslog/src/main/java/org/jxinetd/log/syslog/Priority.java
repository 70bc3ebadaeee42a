package org.jxinetd.log.syslog;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.ServiceSpec;

/**
 * {@code SYSLOG facility [level]} as the number of RFC 3164 section 4.1.1: facility * 8 + level.
 */
record Priority(int number) {

  /** The facilities of xinetd.conf(5): not kern, syslog and cron, which are others' own. */
  private static final Map<String, Integer> FACILITIES =
      Map.ofEntries(
          Map.entry("user", 1),
          Map.entry("mail", 2),
          Map.entry("daemon", 3),
          Map.entry("auth", 4),
          Map.entry("lpr", 6),
          Map.entry("news", 7),
          Map.entry("uucp", 8),
          Map.entry("authpriv", 10),
          Map.entry("ftp", 11),
          Map.entry("local0", 16),
          Map.entry("local1", 17),
          Map.entry("local2", 18),
          Map.entry("local3", 19),
          Map.entry("local4", 20),
          Map.entry("local5", 21),
          Map.entry("local6", 22),
          Map.entry("local7", 23));

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
    Integer facility = FACILITIES.get(words.get(1).toLowerCase(Locale.ROOT));
    if (facility == null) {
      throw ConfigException.in(service, logType, "Unknown syslog facility: " + words.get(1));
    }
    String level = words.size() == 3 ? words.get(2).toLowerCase(Locale.ROOT) : "info";
    if (!LEVELS.contains(level)) {
      throw ConfigException.in(service, logType, "Unknown syslog level: " + words.get(2));
    }
    return new Priority(facility * 8 + LEVELS.indexOf(level));
  }
}
