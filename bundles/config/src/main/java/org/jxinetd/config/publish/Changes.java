package org.jxinetd.config.publish;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.Reloader;
import org.jxinetd.api.service.ServiceSpec;

/** The difference between what runs and what shall run. */
record Changes(List<Reloader.Change> list, int kept) {

  /** Longer values are cut in messages. */
  private static final int MAX_VALUE = 200;

  static Changes between(Map<String, Selection.Chosen> before, Collection<Selection.Chosen> after) {
    List<Reloader.Change> changes = new ArrayList<>();
    Map<String, Selection.Chosen> gone = new LinkedHashMap<>(before);
    int kept = 0;
    for (Selection.Chosen now : after) {
      Selection.Chosen old = gone.remove(now.name());
      String id = now.service().id();
      if (old == null) {
        changes.add(new Reloader.Change(Reloader.Kind.ADDED, id, List.of()));
      } else if (old.service() == now.service() || old.service().sameAs(now.service())) {
        kept++;
      } else {
        changes.add(
            new Reloader.Change(Reloader.Kind.CHANGED, id, details(old.service(), now.service())));
      }
    }
    for (Selection.Chosen old : gone.values()) {
      changes.add(new Reloader.Change(Reloader.Kind.REMOVED, old.service().id(), List.of()));
    }
    return new Changes(List.copyOf(changes), kept);
  }

  private static List<String> details(ServiceSpec old, ServiceSpec now) {
    List<String> lines = new ArrayList<>();
    if (!old.name().equals(now.name())) {
      lines.add("service: " + old.name() + " -> " + now.name());
    }
    Set<String> names = new TreeSet<>(old.attributes().keySet());
    names.addAll(now.attributes().keySet());
    for (String name : names) {
      Attribute a = old.attributes().get(name);
      Attribute b = now.attributes().get(name);
      if (!Objects.equals(a == null ? null : a.words(), b == null ? null : b.words())) {
        lines.add(name + ": " + text(a) + " -> " + text(b));
      }
    }
    return lines;
  }

  private static String text(Attribute attribute) {
    if (attribute == null) {
      return "(none)";
    }
    String text = attribute.text();
    if (text.isEmpty()) {
      return "(empty)";
    }
    return text.length() > MAX_VALUE ? text.substring(0, MAX_VALUE) + "..." : text;
  }
}
