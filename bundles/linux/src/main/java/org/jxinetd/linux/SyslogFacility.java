package org.jxinetd.linux;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The facilities that xinetd(8) and xinetd.conf(5) name, with their numbers in syslog(3); not kern,
 * syslog and cron, which are others' own.
 */
public final class SyslogFacility {

  private static final Map<String, Integer> NUMBERS =
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

  private SyslogFacility() {}

  /** The number of a facility, whatever the case of its name; empty for other words. */
  public static Optional<Integer> number(String name) {
    return Optional.ofNullable(NUMBERS.get(name.toLowerCase(Locale.ROOT)));
  }
}
