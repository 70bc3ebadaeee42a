package org.jxinetd.config.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.Token;

/** The entry whose lines are being read. */
final class OpenEntry {

  private final Token keyword;
  private final Token name;
  private final boolean isDefaults;
  private final boolean ignored;
  private final Switches switches;
  private final List<Setting> settings = new ArrayList<>();
  private final List<Token> unread = new ArrayList<>();
  private boolean broken;
  private boolean disableSeen;
  private boolean disabled;

  private OpenEntry(
      Token keyword, Token name, boolean isDefaults, boolean ignored, Switches switches) {
    this.keyword = keyword;
    this.name = name;
    this.isDefaults = isDefaults;
    this.ignored = ignored;
    this.switches = switches;
  }

  static OpenEntry defaults(Token keyword, boolean ignored) {
    return new OpenEntry(keyword, keyword, true, ignored, Switches.NONE);
  }

  static OpenEntry service(Token keyword, Token name, Switches switches) {
    return new OpenEntry(keyword, name, false, false, switches);
  }

  /** One line between the braces. */
  void line(List<Token> words, boolean hasNul, Findings findings) {
    if (disabled || ignored) {
      return; // as xinetd, which does not look behind disable = yes
    }
    Token attribute = words.getFirst();
    if (hasNul) {
      slip(attribute, "NUL byte in the line", "remove it", findings);
    } else if (attribute.text().indexOf('=') >= 0) {
      slip(
          attribute,
          "Attribute " + beforeSign(attribute.text()) + " needs a space before operator",
          "write: " + beforeSign(attribute.text()) + " = ...",
          findings);
    } else if (words.size() == 1) {
      slip(attribute, "Nothing after attribute: " + attribute.text(), "give it a value", findings);
    } else {
      Optional<Operator> operator = Operator.startOf(words.get(1).text());
      if (operator.isPresent()) {
        add(new Setting(attribute, operator.get(), values(words, operator.get())));
      } else {
        slip(
            attribute,
            "Bad operator for attribute: " + attribute.text(),
            "write: " + attribute.text() + " = ...",
            findings);
      }
    }
  }

  private static String beforeSign(String word) {
    int end = word.indexOf('=');
    if (end > 0 && (word.charAt(end - 1) == '+' || word.charAt(end - 1) == '-')) {
      end--;
    }
    return word.substring(0, end);
  }

  private static List<Token> values(List<Token> words, Operator operator) {
    Token second = words.get(1);
    List<Token> rest = words.subList(2, words.size());
    int length = operator.sign().length();
    if (second.text().length() == length) {
      return rest;
    }
    Origin at = second.origin();
    List<Token> values = new ArrayList<>(words.size());
    values.add(
        new Token(
            second.text().substring(length),
            new Origin(at.source(), at.line(), at.column() + length)));
    values.addAll(rest);
    return values;
  }

  private void add(Setting setting) {
    settings.add(setting);
    if (!isDefaults && !disableSeen && setting.name().text().equalsIgnoreCase("disable")) {
      disableSeen = true;
      List<Token> values = setting.values();
      boolean oneValue =
          values.size() == 1 || (values.size() > 1 && values.get(1).text().startsWith("#"));
      disabled = oneValue && values.getFirst().text().equalsIgnoreCase("yes") && !isSwitchedOn();
    }
  }

  /** By its name, or by the id as far as it has been read. */
  private boolean isSwitchedOn() {
    return switches.isOn(name.text())
        || settings.stream()
            .filter(s -> s.name().text().equalsIgnoreCase("id") && !s.values().isEmpty())
            .anyMatch(s -> switches.isOn(s.values().getFirst().text()));
  }

  private void slip(Token attribute, String message, String fix, Findings findings) {
    broken = true;
    unread.add(attribute);
    findings.add(
        Problem.error(
                attribute.origin(),
                beforeSign(attribute.text() + "="),
                message,
                isDefaults ? "the line is ignored" : consequence())
            .withFix(fix));
  }

  /** The entry as a whole is malformed. */
  void spoil(String message, Findings findings) {
    spoil(message, keyword.origin(), "", findings);
  }

  void spoil(String message, Origin at, String fix, Findings findings) {
    broken = true;
    if (isDefaults) {
      // what was read so far counts: leaving a restriction out would open services
      findings.add(
          Problem.error(at, "defaults", message, "the lines read so far count").withFix(fix));
      return;
    }
    String text =
        message.equals("missing '{'") ? "Service " + name.text() + ": " + message : message;
    findings.add(Problem.error(at, "", text, consequence()).withFix(fix));
  }

  private String consequence() {
    return "service " + name.text() + " not started";
  }

  Optional<Entry> entry() {
    if (ignored) {
      return Optional.empty();
    }
    return Optional.of(
        isDefaults
            ? new Entry.Defaults(keyword.origin(), settings, unread)
            : new Entry.Service(keyword.origin(), name, settings, broken && !disabled));
  }
}
