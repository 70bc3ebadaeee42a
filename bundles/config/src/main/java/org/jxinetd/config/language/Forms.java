package org.jxinetd.config.language;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Token;

/** Values with an inner form: times, version ranges, redirection targets. */
final class Forms {

  private static final Pattern INTERVAL =
      Pattern.compile("(?:[A-Za-z,-]{3,64}:)?([0-9]{1,4}):([0-9]{1,4})-([0-9]{1,4}):([0-9]{1,4})");
  private static final Pattern VERSIONS = Pattern.compile("([0-9]{1,9})(?:-([0-9]{1,9}))?");

  private Forms() {}

  /** Hours and minutes; the owner of the attribute reads the days. */
  static final ValueCheck ACCESS_TIMES = Numbers.each(Forms::interval);

  private static void interval(Token word, ValueCheck.Faults faults) {
    Matcher m = INTERVAL.matcher(word.text());
    if (!m.matches()) {
      faults.error(
          word, "bad access time: " + word.text() + " is not of the form H:M-H:M or DAYS:H:M-H:M");
      return;
    }
    int[] part = new int[4];
    for (int i = 0; i < 4; i++) {
      part[i] = Integer.parseInt(m.group(i + 1));
      if (part[i] > (i % 2 == 0 ? 23 : 59)) {
        faults.error(
            word,
            "bad access time: " + part[i] + (i % 2 == 0 ? " is not an hour" : " is not a minute"));
        return;
      }
    }
    if (part[0] == part[2] && part[1] == part[3]) {
      faults.error(word, "bad access time: " + word.text() + " ends when it begins");
    }
  }

  static final ValueCheck DENY_TIME =
      Numbers.each(
          (word, faults) -> {
            boolean named =
                word.text().equalsIgnoreCase("FOREVER") || word.text().equalsIgnoreCase("NEVER");
            OptionalLong minutes = Numbers.whole(word.text());
            boolean valid =
                minutes.isPresent()
                    && minutes.getAsLong() >= 0
                    && minutes.getAsLong() <= Integer.MAX_VALUE;
            if (!named && !valid) {
              faults.error(
                  word,
                  "deny_time is invalid: " + word.text() + " is not FOREVER, NEVER or minutes");
            }
          });

  /** A limit, and what counts as one source: bits of an IPv4 and of an IPv6 address. */
  static final ValueCheck PER_SOURCE =
      (words, faults) -> {
        Numbers.limit("Number of per source instances", Integer.MAX_VALUE)
            .check(words.subList(0, 1), faults);
        for (int i = 1; i < words.size(); i++) {
          int most = i == 1 ? 32 : 128;
          String text = words.get(i).text();
          OptionalLong bits =
              text.startsWith("/") ? Numbers.whole(text.substring(1)) : OptionalLong.empty();
          if (bits.isEmpty() || bits.getAsLong() < 0 || bits.getAsLong() > most) {
            faults.error(
                words.get(i),
                "per_source is invalid: "
                    + text
                    + " is not a prefix length from /0 to /"
                    + most
                    + (i == 1 ? ", for IPv4" : ", for IPv6"));
          }
        }
        return words;
      };

  static final ValueCheck CPS_ACTION =
      Numbers.each(
          (word, faults) -> {
            if (!word.text().matches("(?i)pause|refuse|per_source")) {
              faults.error(
                  word,
                  "cps_action is invalid: " + word.text() + " is not pause, refuse or per_source");
            }
          });

  static final ValueCheck RPC_VERSION =
      Numbers.each(
          (word, faults) -> {
            Matcher m = VERSIONS.matcher(word.text());
            if (!m.matches()) {
              faults.error(word, "bad rpc version: " + word.text());
            } else if (m.group(2) != null
                && Integer.parseInt(m.group(1)) > Integer.parseInt(m.group(2))) {
              faults.error(word, "bad rpc version range: " + word.text());
            }
          });

  /**
   * Pairs of host and port; the name of a port is looked up with the checks of the whole service.
   */
  static final ValueCheck REDIRECT =
      (words, faults) -> {
        for (int i = 0; i + 1 < words.size(); i += 2) {
          target(words.get(i), words.get(i + 1), faults);
        }
        return words;
      };

  private static void target(Token host, Token port, ValueCheck.Faults faults) {
    boolean dotted = host.text().chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    if ((dotted || host.text().indexOf(':') >= 0) && Address.parse(host.text()).isEmpty()) {
      faults.error(host, "bad address: " + host.text());
    }
    if (Numbers.isDigits(port.text(), 0, port.text().length())) {
      OptionalLong number = Numbers.whole(port.text());
      if (number.isEmpty() || number.getAsLong() > 65535) {
        faults.error(port, "port number too large: " + port.text());
      } else if (number.getAsLong() == 0) {
        faults.error(port, "port number invalid: " + port.text());
      }
    }
  }
}
