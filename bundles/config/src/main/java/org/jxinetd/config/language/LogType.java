package org.jxinetd.config.language;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jxinetd.api.log.LogTypes;
import org.jxinetd.api.service.Token;

/** The forms of {@code log_type}. */
public final class LogType implements ValueCheck {

  private static final Set<String> FACILITIES =
      Set.of(
          "daemon",
          "auth",
          "authpriv",
          "user",
          "mail",
          "lpr",
          "news",
          "uucp",
          "ftp",
          "local0",
          "local1",
          "local2",
          "local3",
          "local4",
          "local5",
          "local6",
          "local7");
  private static final String SERVER =
      "(?i)(udp|tcp|tls)://([A-Za-z0-9_.-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?(\\?ca=/.+)?";
  private static final Set<String> LEVELS =
      Set.of("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug");

  @Override
  public List<Token> check(List<Token> words, Faults faults) {
    List<List<Token>> sinks = LogTypes.split(words);
    if (sinks.isEmpty()) {
      faults.error(words.getFirst(), "wrong number of arguments");
    }
    sinks.forEach(sink -> one(sink, faults));
    return words;
  }

  private static void one(List<Token> words, Faults faults) {
    Token kind = words.getFirst();
    switch (kind.text().toUpperCase(java.util.Locale.ROOT)) {
      case "SYSLOG" -> syslog(words, faults);
      case "FILE" -> file(words, faults);
      case "JSON" -> {
        if (words.size() < 3 || !words.get(1).text().equalsIgnoreCase("FILE")) {
          faults.error(kind, "wrong arguments; expected JSON FILE path [soft [hard]]");
        } else {
          file(words.subList(1, words.size()), faults);
        }
      }
      default -> {
        // a bundle may provide it; without one the service waits
      }
    }
  }

  private static void syslog(List<Token> all, Faults faults) {
    Token last = all.getLast();
    boolean remote = all.size() > 2 && last.text().contains("://");
    List<Token> words = remote ? all.subList(0, all.size() - 1) : all;
    if (remote && !last.text().matches(SERVER)) {
      faults.error(
          last,
          "not a syslog server: '"
              + last.text()
              + "'; expected udp://, tcp:// or tls://HOST[:PORT]");
    }
    if (words.size() < 2 || words.size() > 3) {
      faults.error(words.getFirst(), "wrong number of arguments");
      return;
    }
    if (!FACILITIES.contains(words.get(1).text())) {
      faults.error(words.get(1), "Unknown syslog facility: " + words.get(1).text());
    }
    if (words.size() == 3 && !LEVELS.contains(words.get(2).text())) {
      faults.error(words.get(2), "Unknown syslog level: " + words.get(2).text());
    }
  }

  private static void file(List<Token> all, Faults faults) {
    Token last = all.getLast();
    boolean rotates = all.size() > 2 && last.text().startsWith("rotate=");
    List<Token> words = rotates ? all.subList(0, all.size() - 1) : all;
    if (rotates && (words.size() < 3 || !last.text().matches("rotate=[1-9][0-9]{0,2}"))) {
      faults.error(
          last, "rotate needs a soft limit and a number of files, 1 to 999: " + last.text());
    }
    if (words.size() < 2 || words.size() > 4) {
      faults.error(words.getFirst(), "wrong number of arguments");
      return;
    }
    OptionalLong soft = limit(words, 2, "soft limit is invalid", faults);
    OptionalLong hard = limit(words, 3, "hard limit is invalid", faults);
    if (soft.isPresent() && hard.isPresent() && hard.getAsLong() < soft.getAsLong()) {
      faults.error(
          words.get(3),
          "hard limit ("
              + hard.getAsLong()
              + ") is less than soft limit ("
              + soft.getAsLong()
              + ")");
    }
  }

  private static OptionalLong limit(List<Token> words, int index, String message, Faults faults) {
    if (words.size() <= index) {
      return OptionalLong.empty();
    }
    OptionalLong value = Numbers.bytes(words.get(index).text());
    if (value.isEmpty()) {
      faults.error(words.get(index), message + ": " + words.get(index).text());
    }
    return value;
  }

  /** The hard limit that follows from a soft one alone: one per cent more, 5 to 20 KiB. */
  public static long hardLimit(long soft) {
    return soft + Math.clamp(soft / 100, 5 * 1024L, 20 * 1024L);
  }
}
