package org.jxinetd.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jxinetd.config.text.Entry;
import org.jxinetd.config.text.Setting;

/**
 * Which entry follows which one of the reading before: the one with the same id; where an id is
 * repeated, the one that also has the same name, port, protocol and socket type. The name of a
 * configuration stays with a service for as long as it has followers, so that taking one of two
 * namesakes out of a file does not end the servers of the other.
 */
final class Successors {

  /** What tells namesakes apart, as written. */
  private static final List<String> MARKS = List.of("port", "protocol", "socket_type");

  // names of the reading before, by id and marks, for repeated ids alone
  private final Map<String, List<String>> before = new HashMap<>();
  private final Set<String> repeated = new HashSet<>();

  Successors(Optional<Loaded> previous) {
    Map<String, Integer> count = new HashMap<>();
    List<Loaded.Outcome> outcomes = previous.map(Loaded::outcomes).orElse(List.of());
    outcomes.forEach(one -> count.merge(key(one.id()), 1, Integer::sum));
    for (Loaded.Outcome one : outcomes) {
      // a name that is not the plain one is left from a time with namesakes
      if (count.get(key(one.id())) > 1 || one.name().indexOf('#') >= 0) {
        repeated.add(key(one.id()));
        before
            .computeIfAbsent(marks(one.checked().entry()), unused -> new ArrayList<>(1))
            .add(one.name());
      }
    }
  }

  /** The names of the configurations for entries, in their order. */
  List<String> names(List<Entry.Service> entries) {
    List<String> names = new ArrayList<>(entries.size());
    Set<String> taken = new HashSet<>();
    for (Entry.Service entry : entries) {
      String name = "";
      if (repeated.contains(key(entry.id()))) {
        List<String> own = before.getOrDefault(marks(entry), List.of());
        name = own.stream().filter(old -> !taken.contains(old)).findFirst().orElse("");
      }
      names.add(name);
      taken.add(name);
    }
    ConfigurationName fresh = new ConfigurationName();
    for (int i = 0; i < names.size(); i++) {
      if (!names.get(i).isEmpty()) {
        continue;
      }
      String name = fresh.next(entries.get(i).id());
      while (taken.contains(name)) {
        name = fresh.next(entries.get(i).id());
      }
      names.set(i, name);
    }
    return names;
  }

  private static String key(String id) {
    return id.toLowerCase(Locale.ROOT);
  }

  private static String marks(Entry.Service entry) {
    StringBuilder out = new StringBuilder(key(entry.id())).append('\n');
    out.append(entry.name().text());
    for (String mark : MARKS) {
      out.append('\n');
      for (Setting setting : entry.settings()) {
        if (setting.name().text().equalsIgnoreCase(mark) && !setting.values().isEmpty()) {
          out.append(setting.values().getFirst().text());
          break;
        }
      }
    }
    return out.toString();
  }
}
