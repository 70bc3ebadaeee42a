package org.jxinetd.shell.ssh;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The options in front of a key: {@code name,name="value",...}. */
final class KeyOptions {

  /** About things that nobody has here, whatever the option says. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "no-agent-forwarding",
          "no-port-forwarding",
          "no-x11-forwarding",
          "no-user-rc",
          "agent-forwarding",
          "port-forwarding",
          "x11-forwarding",
          "user-rc",
          "permitopen",
          "permitlisten",
          "tunnel",
          "environment");

  private final String text;
  private int at;
  private final Set<String> seen = new HashSet<>();
  private Optional<String> command = Optional.empty();
  private Optional<Sources> from = Optional.empty();
  private Optional<Instant> until = Optional.empty();
  private boolean terminal = true;

  private KeyOptions(String text) {
    this.text = text;
  }

  /** Where the options end: at the first blank outside quotes. */
  static int end(String line) throws RefusedLineException {
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == ' ' || c == '\t')) {
        return i;
      }
    }
    throw new RefusedLineException(quoted ? "a quotation mark is not closed" : "there is no key");
  }

  static Restrictions parse(String text) throws RefusedLineException {
    return new KeyOptions(text).parse();
  }

  private Restrictions parse() throws RefusedLineException {
    while (true) {
      option();
      if (at == text.length()) {
        return new Restrictions(command, from, until, terminal);
      }
      if (text.charAt(at) != ',') {
        throw new RefusedLineException("a comma is missing behind an option");
      }
      at++;
    }
  }

  private void option() throws RefusedLineException {
    int start = at;
    while (at < text.length() && ",=\"".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String name = text.substring(start, at).toLowerCase(Locale.ROOT);
    Optional<String> value = Optional.empty();
    if (at < text.length() && text.charAt(at) == '=') {
      at++;
      value = Optional.of(quoted(name));
    }
    apply(name, value);
  }

  private String quoted(String name) throws RefusedLineException {
    if (at == text.length() || text.charAt(at) != '"') {
      throw new RefusedLineException("the value of " + name + " is not in quotation marks");
    }
    StringBuilder out = new StringBuilder();
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        return out.toString();
      }
      if (c == '\\' && at + 1 < text.length() && text.charAt(at + 1) == '"') {
        at++;
        c = '"';
      }
      out.append(c);
    }
    throw new RefusedLineException("a quotation mark is not closed");
  }

  private void apply(String name, Optional<String> value) throws RefusedLineException {
    switch (name) {
      case "command" -> command = Optional.of(once(name, value));
      case "from" -> from = Optional.of(Sources.parse(once(name, value)));
      case "expiry-time" -> until = Optional.of(instant(once(name, value)));
      case "restrict", "no-pty" -> terminal = false;
      case "pty" -> terminal = true;
      default -> {
        if (!WITHOUT_EFFECT.contains(name)) {
          throw new RefusedLineException("option \"" + name + "\" is not known here");
        }
      }
    }
  }

  /** Of two values one would be overlooked. */
  private String once(String name, Optional<String> value) throws RefusedLineException {
    if (value.isEmpty() || value.get().isBlank()) {
      throw new RefusedLineException("option " + name + " needs a value");
    }
    if (!seen.add(name)) {
      throw new RefusedLineException("option " + name + " is there twice");
    }
    return value.get();
  }

  /** {@code YYYYMMDD[HHMM[SS]]}, in local time or, with Z, in UTC. */
  private static Instant instant(String text) throws RefusedLineException {
    boolean utc = text.endsWith("Z") || text.endsWith("z");
    String digits = utc ? text.substring(0, text.length() - 1) : text;
    if (digits.matches("[0-9]{8}([0-9]{4}([0-9]{2})?)?")) {
      String whole = digits + "000000".substring(0, 14 - digits.length());
      try {
        LocalDateTime time =
            LocalDateTime.of(
                part(whole, 0, 4),
                part(whole, 4, 6),
                part(whole, 6, 8),
                part(whole, 8, 10),
                part(whole, 10, 12),
                part(whole, 12, 14));
        return time.atZone(utc ? ZoneOffset.UTC : ZoneId.systemDefault()).toInstant();
      } catch (DateTimeException noSuchDay) {
        throw new RefusedLineException("expiry-time: " + noSuchDay.getMessage(), noSuchDay);
      }
    }
    throw new RefusedLineException("expiry-time is not YYYYMMDD[HHMM[SS]][Z]");
  }

  private static int part(String digits, int from, int to) {
    return Integer.parseInt(digits, from, to, 10);
  }
}
