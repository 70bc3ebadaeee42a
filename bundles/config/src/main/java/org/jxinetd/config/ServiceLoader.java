package org.jxinetd.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.config.merge.Draft;
import org.jxinetd.config.merge.Merger;
import org.jxinetd.config.system.SystemNames;
import org.jxinetd.config.text.Entry;
import org.jxinetd.config.text.Findings;
import org.jxinetd.config.validate.Conflicts;
import org.jxinetd.config.validate.PassedVariables;
import org.jxinetd.config.validate.ServiceChecks;

/** From the entries of one reading to checked services. One instance for one reading. */
final class ServiceLoader {

  private final Merger merger;
  private final SystemNames names;
  private final Findings findings;
  private final Conflicts conflicts;
  private final PassedVariables variables;
  private final Map<String, Loaded.Checked> known = new HashMap<>();

  ServiceLoader(
      Merger merger, SystemNames names, Map<String, String> environment, Findings findings) {
    this.merger = merger;
    this.names = names;
    this.findings = findings;
    this.conflicts = new Conflicts(findings);
    this.variables = new PassedVariables(environment, findings);
  }

  /** Takes over the checks of a reading with the same defaults and system tables. */
  void remember(Loaded previous) {
    previous.outcomes().forEach(outcome -> known.put(outcome.name(), outcome.checked()));
  }

  /**
   * Checks all services.
   *
   * @param declined receives the ids of those that are not wanted
   * @param written receives every entry
   * @param successors gives the configurations their names
   */
  List<Loaded.Outcome> load(
      List<Entry> entries,
      Set<String> declined,
      List<Loaded.Written> written,
      Successors successors) {
    List<Entry.Service> chosen = new ArrayList<>();
    for (Entry entry : entries) {
      if (!(entry instanceof Entry.Service service)) {
        continue;
      }
      String id = service.id();
      boolean wanted = merger.wants(service);
      written.add(new Loaded.Written(id, service.origin(), wanted, merger.wantedByFiles(service)));
      if (!wanted) {
        declined.add(id.toLowerCase(Locale.ROOT));
        continue;
      }
      chosen.add(service);
    }
    List<String> configurations = successors.names(chosen);
    List<Loaded.Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < chosen.size(); i++) {
      Entry.Service service = chosen.get(i);
      String id = service.id();
      String name = configurations.get(i);
      Loaded.Checked checked = check(service, name);
      findings.addAll(checked.problems());
      Optional<ServiceSpec> admitted = checked.service().filter(conflicts::admit);
      admitted.flatMap(s -> s.attribute("passenv")).ifPresent(variables::check);
      outcomes.add(new Loaded.Outcome(name, id, service.origin(), admitted, checked));
    }
    return outcomes;
  }

  private Loaded.Checked check(Entry.Service entry, String name) {
    Loaded.Checked before = known.get(name);
    if (before != null && before.entry().equals(entry)) {
      return before;
    }
    Findings own = new Findings();
    Draft draft = merger.merge(entry, own);
    String pid = ConfigurationName.pid(name);
    Optional<ServiceSpec> spec =
        new ServiceChecks(draft, names, own).check(pid, ServiceSpec.Source.FILE);
    return new Loaded.Checked(entry, spec, own.problems());
  }
}
