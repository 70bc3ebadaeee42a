package org.jxinetd.access.libwrap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jxinetd.api.access.SpawnChanges.SocketOptions;
import org.slf4j.event.Level;

/** Reads the options of one rule. The first fault counts; it refuses whoever matches. */
final class OptionReader {

  private static final String BLANKS = " \t";

  private final Findings findings;
  private final List<Options.Step> steps = new ArrayList<>();
  private Optional<Boolean> verdict = Optional.empty();
  private Optional<Level> severity = Optional.empty();

  private OptionReader(Findings findings) {
    this.findings = findings;
  }

  static Options read(String text, Findings findings) {
    OptionReader reader = new OptionReader(findings);
    List<String> fields = fields(text);
    for (int i = 0; i < fields.size(); i++) {
      Optional<String> fault = reader.option(fields.get(i).strip(), i == fields.size() - 1);
      if (fault.isPresent()) {
        findings.error(fault.get(), "clients that match this rule are refused");
        return Options.refusing(fault.get());
      }
    }
    return new Options(reader.steps, reader.verdict, reader.severity, Optional.empty());
  }

  /** Splits at colons; a backslash protects one and goes away. */
  private static List<String> fields(String text) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length() && text.charAt(i + 1) == ':') {
        field.append(text.charAt(++i));
      } else if (c == ':') {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    return fields;
  }

  private Optional<String> option(String text, boolean isLast) {
    int end = 0;
    while (end < text.length() && text.charAt(end) != '=' && !blank(text, end)) {
      end++;
    }
    if (end == 0) {
      return Optional.of("missing option name");
    }
    String keyword = text.substring(0, end);
    Optional<Option> known = Option.of(keyword);
    if (known.isEmpty()) {
      return Optional.of("bad option name: \"" + keyword + "\"");
    }
    String value = value(text, end);
    Optional<String> fault = known.get().fault(value, isLast);
    return fault.isPresent() ? fault : apply(known.get(), value);
  }

  /** One equals sign may stand between the keyword and its value. */
  private static String value(String text, int end) {
    int at = skipBlanks(text, end);
    if (at < text.length() && text.charAt(at) == '=') {
      at = skipBlanks(text, at + 1);
    }
    return text.substring(at);
  }

  private static int skipBlanks(String text, int from) {
    int at = from;
    while (at < text.length() && blank(text, at)) {
      at++;
    }
    return at;
  }

  private static boolean blank(String text, int at) {
    return BLANKS.indexOf(text.charAt(at)) >= 0;
  }

  private Optional<String> apply(Option option, String value) {
    switch (option) {
      case ALLOW -> verdict = Optional.of(true);
      case DENY -> verdict = Optional.of(false);
      case SEVERITY -> {
        severity = Severity.level(value);
        return severity.isPresent()
            ? Optional.empty()
            : Optional.of("bad syslog facility or severity: \"" + value + "\"");
      }
      case SETENV -> {
        return setEnv(value);
      }
      case SPAWN -> {
        steps.add(new Options.Step.Spawn(template(value)));
      }
      case RFC931 -> {
        return userLookup(value);
      }
      case TWIST -> steps.add(new Options.Step.Twist(template(value)));
      case ACLEXEC -> steps.add(new Options.Step.AclExec(template(value)));
      case KEEPALIVE ->
          steps.add(new Options.Step.Socket(new SocketOptions(true, OptionalInt.empty())));
      default -> {
        ChildOption.Reading read = ChildOption.read(option, value);
        read.step().ifPresent(steps::add);
        return read.fault();
      }
    }
    return Optional.empty();
  }

  private Optional<String> setEnv(String value) {
    int end = 0;
    while (end < value.length() && !blank(value, end)) {
      end++;
    }
    String name = value.substring(0, end);
    if (name.indexOf('=') >= 0 || name.indexOf(0) >= 0) {
      return Optional.of("setenv: \"" + name + "\" is no name of a variable");
    }
    steps.add(new Options.Step.SetEnv(name, template(value.substring(end).strip())));
    return Optional.empty();
  }

  private Optional<String> userLookup(String value) {
    if (!value.isEmpty() && !value.matches("0*[1-9][0-9]{0,8}")) {
      return Optional.of("bad timeout: \"" + value + "\" is not a number of seconds above 0");
    }
    steps.add(new Options.Step.AskUser(value.isEmpty() ? 0 : Integer.parseInt(value)));
    return Optional.empty();
  }

  private String template(String value) {
    String unknown = Expansion.unrecognized(value);
    if (!unknown.isEmpty()) {
      findings.warning("unrecognized " + unknown, "it expands to nothing");
    }
    return value;
  }
}
