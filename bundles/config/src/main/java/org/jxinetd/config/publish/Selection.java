package org.jxinetd.config.publish;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.config.Loaded;
import org.jxinetd.config.text.Findings;
import org.jxinetd.config.validate.Conflicts;

/**
 * Decides what runs after a reading: what the files say, and in place of what they say wrongly the
 * last good definition.
 */
final class Selection {

  /**
   * One service to publish.
   *
   * @param lastGood whether its present definition is broken
   */
  record Chosen(String name, ServiceSpec service, boolean lastGood) {

    /** Equal in every word and in the place of every word. */
    boolean identical(Chosen before) {
      return before != null
          && lastGood == before.lastGood
          && (service == before.service || sameText(before.service));
    }

    private boolean sameText(ServiceSpec before) {
      return service.origin().equals(before.origin())
          && service.attributes().equals(before.attributes())
          && service.sameAs(before);
    }
  }

  private final Map<String, Chosen> before;
  private final Findings findings;

  Selection(Map<String, Chosen> before, Findings findings) {
    this.before = before;
    this.findings = findings;
  }

  List<Chosen> choose(Loaded loaded) {
    List<Chosen> chosen = new ArrayList<>();
    Set<String> mentioned = new HashSet<>();
    boolean anyOld = false;
    for (Loaded.Outcome outcome : loaded.outcomes()) {
      mentioned.add(outcome.name());
      Optional<Chosen> old = Optional.ofNullable(before.get(outcome.name()));
      if (outcome.service().isPresent()) {
        chosen.add(new Chosen(outcome.name(), outcome.service().get(), false));
      } else if (old.isPresent()) {
        anyOld = true;
        chosen.add(keep(old.get(), outcome.origin().toString()));
      }
    }
    for (Chosen old : before.values()) {
      if (!mentioned.contains(old.name()) && lost(old.service(), loaded)) {
        anyOld = true;
        chosen.add(
            keep(old, "a part of " + old.service().origin().source() + " that cannot be read"));
      }
    }
    return anyOld ? withoutConflicts(chosen) : chosen;
  }

  /** Whether a service is missing because its file is damaged, not because somebody removed it. */
  private static boolean lost(ServiceSpec service, Loaded loaded) {
    if (loaded.declined().contains(service.id().toLowerCase(Locale.ROOT))) {
      return false;
    }
    String file = service.origin().source();
    return loaded.damaged().stream()
        .anyMatch(
            path -> file.equals(path) || file.startsWith(path.endsWith("/") ? path : path + "/"));
  }

  private Chosen keep(Chosen old, String broken) {
    findings.add(
        Problem.warning(
            old.service().origin(),
            "",
            "service " + old.service().id() + " keeps its last good definition",
            "what is written now does not count (" + broken + ")"));
    return new Chosen(old.name(), old.service().toBuilder().lastGood(true).build(), true);
  }

  /** An old definition may stand in the way of a new one. */
  private List<Chosen> withoutConflicts(List<Chosen> chosen) {
    Conflicts conflicts = new Conflicts(findings);
    return chosen.stream().filter(one -> conflicts.admit(one.service())).toList();
  }
}
