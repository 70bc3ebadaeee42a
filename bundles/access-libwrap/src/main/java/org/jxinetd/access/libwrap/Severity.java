package org.jxinetd.access.libwrap;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.event.Level;

/** Words of syslog: {@code notice} or {@code mail.info}. */
final class Severity {

  /** Those that libwrap knows; another one makes the rule refuse. */
  private static final Set<String> FACILITIES =
      Set.of(
          "auth", "cron", "daemon", "kern", "lpr", "mail", "news", "user", "uucp", "local0",
          "local1", "local2", "local3", "local4", "local5", "local6", "local7");

  private static final Map<String, Level> LEVELS =
      Map.of(
          "emerg", Level.ERROR,
          "alert", Level.ERROR,
          "crit", Level.ERROR,
          "err", Level.ERROR,
          "warning", Level.WARN,
          "notice", Level.INFO,
          "info", Level.INFO,
          "debug", Level.DEBUG);

  private Severity() {}

  /** The level that comes closest; the facility is the daemon's own in any case. */
  static Optional<Level> level(String text) {
    String word = text.toLowerCase(Locale.ROOT);
    int dot = word.indexOf('.');
    if (dot >= 0 && !FACILITIES.contains(word.substring(0, dot))) {
      return Optional.empty();
    }
    return Optional.ofNullable(LEVELS.get(word.substring(dot + 1)));
  }
}
