package org.jxinetd.engine.unit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.ServiceCompiler;
import org.jxinetd.api.service.ServiceSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configurations of the services as Config Admin delivered them, and the definitions they
 * compile to. Owned by the control thread.
 */
final class Configurations {

  private static final Logger LOG = LoggerFactory.getLogger(Configurations.class);

  private static final class Entry {
    /** Made from a file, with {@code defaults} applied: what it compiles to never changes. */
    final boolean effective;

    Map<String, Object> properties;
    Optional<ServiceSpec> service = Optional.empty();
    boolean compiled;

    Entry(Map<String, Object> properties) {
      this.properties = properties;
      this.effective = properties.containsKey(ServiceCompiler.EFFECTIVE_KEY);
    }
  }

  private final Map<String, Entry> entries = new HashMap<>();
  private final Map<String, Integer> order = new HashMap<>();
  private List<String> awaited = List.of();
  private final Set<String> shadowed = new HashSet<>();
  private Optional<ServiceCompiler> compiler = Optional.empty();

  void put(String pid, Map<String, Object> properties) {
    Entry entry = new Entry(Map.copyOf(properties));
    Entry before = entries.put(pid, entry);
    if (before != null) {
      entry.service = before.service; // stays in force when the new definition is broken
    }
  }

  void remove(String pid) {
    entries.remove(pid);
  }

  /** The services of a generation in their order; those that are not among them come behind. */
  void generation(List<String> pids) {
    awaited = List.copyOf(pids);
    order.clear();
    for (String pid : pids) {
      order.put(pid, order.size());
    }
  }

  /** True when every service of the generation has been delivered. */
  boolean complete() {
    return entries.keySet().containsAll(awaited);
  }

  /** True when definitions can be compiled, or there are none. */
  boolean readable() {
    return compiler.isPresent() || entries.isEmpty();
  }

  void compiler(Optional<ServiceCompiler> now) {
    compiler = now;
  }

  /** Services that do not come from files depend on the defaults, which may have changed. */
  void recompileForeign() {
    entries.values().stream().filter(e -> !e.effective).forEach(e -> e.compiled = false);
  }

  /** The services that are wanted now, by PID, in the order of the configuration. */
  Map<String, ServiceSpec> wanted() {
    List<ServiceSpec> all = new ArrayList<>();
    for (Map.Entry<String, Entry> e : entries.entrySet()) {
      compile(e.getKey(), e.getValue());
      e.getValue().service.ifPresent(all::add);
    }
    Set<String> administrators = new HashSet<>();
    all.stream()
        .filter(s -> s.source() == ServiceSpec.Source.ADMIN)
        .forEach(s -> administrators.add(s.id().toLowerCase(Locale.ROOT)));
    all.sort(
        Comparator.comparingInt((ServiceSpec s) -> order(s.pid())).thenComparing(ServiceSpec::pid));
    Map<String, ServiceSpec> wanted = new LinkedHashMap<>();
    for (ServiceSpec service : all) {
      if (shadow(service, administrators)) {
        continue;
      }
      wanted.put(service.pid(), service);
    }
    return wanted;
  }

  /** The administrator's definition of an id wins over a file's, as long as it exists. */
  private boolean shadow(ServiceSpec service, Set<String> administrators) {
    boolean hidden =
        service.source() == ServiceSpec.Source.FILE
            && administrators.contains(service.id().toLowerCase(Locale.ROOT));
    if (!hidden) {
      shadowed.remove(service.pid());
    } else if (shadowed.add(service.pid())) {
      LOG.info(
          "{}: service {} is defined by the administrator as well; the file's definition rests",
          service.origin(),
          service.id());
    }
    return hidden;
  }

  private int order(String pid) {
    return order.getOrDefault(pid, Integer.MAX_VALUE);
  }

  private void compile(String pid, Entry entry) {
    if (entry.compiled || compiler.isEmpty()) {
      return;
    }
    entry.compiled = true;
    ServiceCompiler.Result result = compiler.get().compile(pid, entry.properties);
    for (Problem problem : result.problems()) {
      if (problem.severity() == Problem.Severity.ERROR) {
        LOG.error("{}", problem);
      } else if (!entry.effective) {
        LOG.warn("{}", problem);
      }
    }
    boolean broken =
        result.problems().stream().anyMatch(p -> p.severity() == Problem.Severity.ERROR);
    if (result.service().isPresent()) {
      entry.service = result.service();
      if (entry.effective) {
        entry.properties = Map.of(); // not needed again, and there may be thousands
      }
    } else if (broken) {
      entry.service = entry.service.map(s -> s.toBuilder().lastGood(true).build());
    } else {
      entry.service = Optional.empty(); // switched off
    }
  }
}
