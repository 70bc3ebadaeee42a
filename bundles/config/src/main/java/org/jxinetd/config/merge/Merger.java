package org.jxinetd.config.merge;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jxinetd.api.log.LogTypes;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.Token;
import org.jxinetd.config.language.AttributeTable;
import org.jxinetd.config.text.Entry;
import org.jxinetd.config.text.Findings;
import org.jxinetd.config.text.Operator;
import org.jxinetd.config.text.Setting;
import org.jxinetd.config.text.Switches;

/** Second pass: gives a service what it inherits. */
public final class Merger {

  private final Defaults defaults;
  private final Switches switches;
  private final Map<String, Attribute> copied;
  private final Map<String, Attribute> filled;

  public Merger(Defaults defaults) {
    this(defaults, Switches.NONE);
  }

  /**
   * @param switches what was switched against the files
   */
  public Merger(Defaults defaults, Switches switches) {
    this.switches = switches;
    this.defaults = defaults;
    this.copied = defaults.copied();
    this.filled = defaults.filled();
  }

  /** Whether {@code disable}, {@code enabled} and {@code disabled} let a service run. */
  public boolean wantedByFiles(Entry.Service entry) {
    return !saysDisabled(entry) && wanted(entry.id());
  }

  /** Whether a service shall run: what was switched counts before what the files say. */
  public boolean wants(Entry.Service entry) {
    String id = entry.id();
    if (switches.isOff(id)) {
      return false;
    }
    // by its name as well: the id may stand behind the disable that hid it when it was switched
    return switches.isOn(id)
        || (saysDisabled(entry) && switches.isOn(entry.name().text()))
        || wantedByFiles(entry);
  }

  /** Merges one entry of a file. */
  public Draft merge(Entry.Service entry, Findings problems) {
    return merge(
        entry.origin(), entry.name(), entry.id(), entry.settings(), entry.broken(), problems);
  }

  /** Merges settings of any source; {@code enabled} and {@code disabled} do not count. */
  public Draft merge(
      Origin origin,
      Token name,
      String id,
      List<Setting> settings,
      boolean broken,
      Findings problems) {
    Holder holder = Holder.service(id);
    SettingsReader reader = new SettingsReader(holder, copied, problems);
    Set<String> own = new HashSet<>();
    Set<String> replaced = new HashSet<>();
    for (Setting setting : settings) {
      String attribute = AttributeTable.canonical(setting.name().text());
      own.add(attribute);
      if (setting.operator() == Operator.SET) {
        replaced.add(attribute);
      }
      reader.read(setting);
    }
    Map<String, Attribute> values = reader.values();
    filled.forEach(values::putIfAbsent);
    if (own.contains("log_type") && !replaced.contains("log_type")) {
      addToInherited("log_type", values);
    }
    boolean unusable = broken || !reader.faulty().isEmpty();
    for (Map.Entry<String, Origin> missing : defaults.withheld().entrySet()) {
      if (!replaced.contains(missing.getKey())) {
        unusable = true;
        problems.add(
            Problem.error(
                origin,
                missing.getKey(),
                "would be inherited from defaults, where it cannot be read ("
                    + missing.getValue()
                    + ")",
                holder.consequence()));
      }
    }
    return new Draft(origin, name, values, own, unusable);
  }

  /** A service that only adds has what it inherits as well. */
  private void addToInherited(String series, Map<String, Attribute> values) {
    Attribute own = values.get(series);
    Attribute inherited = filled.get(series);
    if (own != null && inherited != null && !own.equals(inherited)) {
      values.put(
          series,
          new Attribute(series, LogTypes.join(inherited.values(), own.values()), own.origin()));
    }
  }

  private static boolean saysDisabled(Entry.Service entry) {
    for (Setting setting : entry.settings()) {
      if (setting.name().text().equalsIgnoreCase("disable")) {
        List<Token> values = setting.values();
        boolean one =
            values.size() == 1 || (values.size() > 1 && values.get(1).text().startsWith("#"));
        return one && values.getFirst().text().equalsIgnoreCase("yes");
      }
    }
    return false;
  }

  /** Whether {@code enabled} and {@code disabled} let a service with this id run. */
  public boolean wanted(String id) {
    String key = id.toLowerCase(Locale.ROOT);
    return defaults.enabled().map(list -> list.contains(key)).orElse(true)
        && !defaults.disabled().contains(key);
  }
}
