package org.jxinetd.config.merge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jxinetd.api.log.LogTypes;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.Token;
import org.jxinetd.config.language.AttributeRule;
import org.jxinetd.config.language.AttributeTable;
import org.jxinetd.config.language.ValueCheck;
import org.jxinetd.config.text.Findings;
import org.jxinetd.config.text.Operator;
import org.jxinetd.config.text.Setting;

/** Turns the lines of one entry into attribute values, by the table. For one entry, one thread. */
final class SettingsReader {

  /** What may be a key beside our own keys in a configuration dictionary. */
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_.-]{0,63}");

  private final Holder holder;
  private final Findings findings;
  private final Map<String, Attribute> values = new LinkedHashMap<>();
  private final Set<String> given = new HashSet<>();
  private final Map<String, Origin> faulty = new HashMap<>();

  SettingsReader(Holder holder, Map<String, Attribute> inherited, Findings findings) {
    this.holder = holder;
    this.findings = findings;
    values.putAll(inherited);
  }

  Map<String, Attribute> values() {
    return values;
  }

  /** Attributes with an unusable line. */
  Map<String, Origin> faulty() {
    return faulty;
  }

  void read(Setting setting) {
    String name = AttributeTable.canonical(setting.name().text());
    Optional<AttributeRule> known = AttributeTable.find(name);
    if (known.isEmpty() && !mayBeOwned(name)) {
      findings.warning(
          setting.name().origin(),
          name,
          "bad service attribute: " + setting.name().text(),
          "the line has no effect");
      return;
    }
    AttributeRule rule = known.orElseGet(() -> AttributeTable.unknown(name));
    if (!inScope(rule, setting) || !onceOnly(rule, setting)) {
      return;
    }
    boolean first = given.add(name);
    List<Token> words = Comments.strip(rule, setting, findings);
    if (!rule.arity().admits(words.size())) {
      fault(rule, setting.name(), rule.arity().complaint(setting.name().text(), words.size()));
      return;
    }
    TableFaults faults = new TableFaults(rule);
    List<Token> checked =
        setting.operator() == Operator.REMOVE ? words : rule.values().check(words, faults);
    if (faults.any) {
      return;
    }
    if (rule.isSeries()) {
      append(rule, setting, checked, first);
    } else {
      apply(rule, setting, checked);
    }
  }

  private void append(AttributeRule rule, Setting setting, List<Token> words, boolean first) {
    Attribute before = values.get(rule.name());
    if (!first && setting.operator() == Operator.SET) {
      findings.info(
          setting.name().origin(),
          rule.name(),
          "one more " + setting.name().text(),
          "all of them count; in xinetd the first alone");
    }
    List<Token> old = before == null ? List.of() : before.values();
    values.put(
        rule.name(),
        new Attribute(rule.name(), LogTypes.join(old, words), setting.name().origin()));
  }

  private static boolean mayBeOwned(String name) {
    return NAME.matcher(name).matches()
        && !name.equals("service")
        && !name.startsWith("service.")
        && !name.startsWith("felix.");
  }

  private boolean inScope(AttributeRule rule, Setting setting) {
    if (holder.isDefaults() ? rule.scope().inDefaults() : rule.scope().inService()) {
      return true;
    }
    String word = setting.name().text();
    findings.warning(
        setting.name().origin(),
        rule.name(),
        holder.isDefaults()
            ? "attribute: " + word + " should not be in default section"
            : "bad service attribute: " + word,
        "the line has no effect");
    return false;
  }

  private boolean onceOnly(AttributeRule rule, Setting setting) {
    if (rule.isList() || rule.operators().contains(Operator.ADD)) {
      return operatorAllowed(rule, setting);
    }
    if (given.contains(rule.name())) {
      findings.warning(
          setting.name().origin(),
          rule.name(),
          "Service " + holder.name() + ": attribute already set: " + setting.name().text(),
          "the first value counts");
      return false;
    }
    return operatorAllowed(rule, setting);
  }

  private boolean operatorAllowed(AttributeRule rule, Setting setting) {
    if (rule.operators().contains(setting.operator())) {
      return true;
    }
    fault(
        rule,
        setting.name(),
        "Service "
            + holder.name()
            + ": operator '"
            + setting.operator().sign()
            + "' cannot be used for attribute '"
            + setting.name().text()
            + "'");
    return false;
  }

  private void apply(AttributeRule rule, Setting setting, List<Token> words) {
    Attribute before = values.get(rule.name());
    List<Token> old = before == null ? List.of() : before.values();
    // in defaults '=' adds: there is nothing that it could replace but another defaults line
    boolean adds =
        setting.operator() == Operator.ADD
            || (holder.isDefaults() && rule.isList() && setting.operator() == Operator.SET);
    List<Token> now;
    if (setting.operator() == Operator.REMOVE && !rule.name().endsWith("abled")) {
      now = Removal.apply(rule.name(), old, words);
      if (now.size() == old.size() && !words.isEmpty()) {
        findings.warning(
            setting.name().origin(),
            rule.name(),
            "nothing equal to remove",
            before == null && rule.name().equals("only_from")
                ? "the list is empty and nobody is admitted"
                : "the list stays as it is");
      }
    } else if (adds || setting.operator() == Operator.REMOVE) {
      now = new ArrayList<>(old);
      now.addAll(words);
    } else {
      now = words;
    }
    values.put(rule.name(), new Attribute(rule.name(), now, setting.name().origin()));
  }

  private void fault(AttributeRule rule, Token at, String message) {
    faulty.putIfAbsent(rule.name(), at.origin());
    findings.add(Problem.error(at.origin(), rule.name(), message, holder.consequence()));
  }

  /** Reports with the attribute and the consequence for the entry that is being read. */
  private final class TableFaults implements ValueCheck.Faults {
    private final AttributeRule rule;
    private boolean any;

    TableFaults(AttributeRule rule) {
      this.rule = rule;
    }

    @Override
    public void error(Token at, String message) {
      any = true;
      fault(rule, at, message);
    }

    @Override
    public void warning(Token at, String message, String consequence) {
      findings.warning(at.origin(), rule.name(), message, consequence);
    }

    @Override
    public void info(Token at, String message, String consequence) {
      findings.info(at.origin(), rule.name(), message, consequence);
    }
  }
}
