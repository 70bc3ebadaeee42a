package org.jxinetd.itests.framework;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;

/**
 * Which component needs which others before it can begin: by its static references and by who
 * provides what, as they are declared. What is bound at the moment would not do: components that
 * need each other are never satisfied, and nothing is bound.
 */
final class ComponentGraph {
  private final Map<String, Set<String>> needs;

  private ComponentGraph(Map<String, Set<String>> needs) {
    this.needs = needs;
  }

  static ComponentGraph of(ServiceComponentRuntime runtime) {
    Collection<ComponentDescriptionDTO> all = runtime.getComponentDescriptionDTOs();
    Map<String, Set<String>> needs = new TreeMap<>();
    for (ComponentDescriptionDTO component : all) {
      Set<String> its = needs.computeIfAbsent(component.name, name -> new TreeSet<>());
      for (ReferenceDTO reference : component.references) {
        if (reference.policy.equals("static")) {
          all.stream()
              .filter(
                  other -> Arrays.asList(other.serviceInterfaces).contains(reference.interfaceName))
              .forEach(other -> its.add(other.name));
        }
      }
    }
    return new ComponentGraph(needs);
  }

  /** How many components need another one. */
  long edges() {
    return needs.values().stream().filter(its -> !its.isEmpty()).count();
  }

  /** Components that need each other, each the next one and the last one the first; or none. */
  List<String> cycle() {
    Set<String> harmless = new TreeSet<>();
    for (String name : needs.keySet()) {
      List<String> cycle = cycle(name, new LinkedHashSet<>(), harmless);
      if (!cycle.isEmpty()) {
        return cycle;
      }
    }
    return List.of();
  }

  private List<String> cycle(String name, SequencedSet<String> way, Set<String> harmless) {
    if (!way.add(name)) {
      List<String> all = new ArrayList<>(way);
      return Collections.unmodifiableList(all.subList(all.indexOf(name), all.size()));
    }
    if (!harmless.contains(name)) {
      for (String next : needs.getOrDefault(name, Set.of())) {
        List<String> cycle = cycle(next, way, harmless);
        if (!cycle.isEmpty()) {
          return cycle;
        }
      }
      harmless.add(name);
    }
    way.remove(name);
    return List.of();
  }
}
