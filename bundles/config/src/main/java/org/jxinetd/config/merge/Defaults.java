package org.jxinetd.config.merge;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.Token;
import org.jxinetd.config.language.AttributeRule;
import org.jxinetd.config.language.AttributeTable;
import org.jxinetd.config.language.Inheritance;
import org.jxinetd.config.text.Entry;
import org.jxinetd.config.text.Findings;

/**
 * All {@code defaults} entries of a configuration, wherever they stand.
 *
 * @param attributes values by name
 * @param withheld restrictions that could not be read, with their places: a service that would
 *     inherit one must not run, since it would be open to those it should keep out
 * @param broken whether anything in them was unusable
 */
public record Defaults(
    Map<String, Attribute> attributes, Map<String, Origin> withheld, boolean broken) {

  /** No defaults entry at all. */
  public static final Defaults NONE = new Defaults(Map.of(), Map.of(), false);

  /** Attributes that keep somebody out; without the others a service is merely less limited. */
  private static final Set<String> RESTRICTIONS = Set.of("bind", "only_from", "no_access");

  public Defaults {
    attributes = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    withheld = Map.copyOf(withheld);
  }

  /** First pass: gathers all of them. */
  public static Defaults gather(List<Entry> entries, Findings findings) {
    SettingsReader reader = new SettingsReader(Holder.defaults(), Map.of(), findings);
    Map<String, Origin> withheld = new LinkedHashMap<>();
    boolean broken = false;
    for (Entry entry : entries) {
      if (entry instanceof Entry.Defaults defaults) {
        defaults.settings().forEach(reader::read);
        for (Token word : defaults.unread()) {
          broken = true;
          String name = word.text().split("[-+]?=", 2)[0];
          withhold(AttributeTable.canonical(name), word.origin(), withheld);
        }
      }
    }
    reader.faulty().forEach((name, origin) -> withhold(name, origin, withheld));
    broken |= !reader.faulty().isEmpty();
    return new Defaults(reader.values(), withheld, broken);
  }

  private static void withhold(String name, Origin origin, Map<String, Origin> withheld) {
    if (RESTRICTIONS.contains(name)) {
      withheld.putIfAbsent(name, origin);
    }
  }

  /** The values a service starts from. */
  Map<String, Attribute> copied() {
    return select(Inheritance.COPY);
  }

  /** The values a service gets when it has none of its own. */
  Map<String, Attribute> filled() {
    return select(Inheritance.FILL);
  }

  private Map<String, Attribute> select(Inheritance how) {
    Map<String, Attribute> out = new LinkedHashMap<>();
    for (Attribute attribute : attributes.values()) {
      AttributeRule rule =
          AttributeTable.find(attribute.name())
              .orElseGet(() -> AttributeTable.unknown(attribute.name()));
      if (rule.inheritance() == how) {
        out.put(attribute.name(), attribute);
      }
    }
    return out;
  }

  /** The ids of {@code enabled} in lower case; empty when it was not given. */
  public Optional<Set<String>> enabled() {
    return Optional.ofNullable(attributes.get("enabled")).map(Defaults::ids);
  }

  /** The ids of {@code disabled} in lower case. */
  public Set<String> disabled() {
    return Optional.ofNullable(attributes.get("disabled")).map(Defaults::ids).orElse(Set.of());
  }

  private static Set<String> ids(Attribute list) {
    return list.words().stream()
        .map(word -> word.toLowerCase(Locale.ROOT))
        .collect(Collectors.toSet());
  }
}
