package org.jxinetd.config.merge;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.Token;

/**
 * A service after inheritance, before the checks across its attributes.
 *
 * @param attributes effective values by name, in the order written, inherited ones among them
 * @param own names of the attributes that the service itself sets
 * @param broken whether a line of it was unusable: it must not run
 */
public record Draft(
    Origin origin, Token name, Map<String, Attribute> attributes, Set<String> own, boolean broken) {

  public Draft {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    own = Set.copyOf(own);
  }

  /** The id, which is the name unless one was given. */
  public String id() {
    return word("id").orElse(name.text());
  }

  public Optional<Attribute> attribute(String attributeName) {
    return Optional.ofNullable(attributes.get(attributeName));
  }

  /** The first word of an attribute. */
  public Optional<String> word(String attributeName) {
    return attribute(attributeName)
        .filter(found -> !found.values().isEmpty())
        .map(found -> found.values().getFirst().text());
  }

  /** Whether a value came from the {@code defaults} entry alone. */
  public boolean inherited(String attributeName) {
    return attributes.containsKey(attributeName) && !own.contains(attributeName);
  }
}
