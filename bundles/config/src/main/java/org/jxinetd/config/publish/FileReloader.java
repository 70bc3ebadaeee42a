package org.jxinetd.config.publish;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.Reloader;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.config.Loaded;
import org.jxinetd.config.Loader;
import org.jxinetd.config.merge.Defaults;
import org.jxinetd.config.system.SystemNames;
import org.jxinetd.config.text.Findings;
import org.jxinetd.config.text.Switches;

/** Reads the files and publishes what they say. Calls are served one after the other. */
final class FileReloader implements Reloader {

  private final String main;
  private final Loader loader;
  private final Publisher publisher;
  private final DictionaryCompiler compiler;
  private final DaemonLog log;
  private final SwitchFile kept;
  private final OtherServices others;
  private final ReentrantLock turn = new ReentrantLock();
  // what is in force; guarded by turn
  private Map<String, Selection.Chosen> running = Map.of();
  private Optional<Defaults> defaults = Optional.empty();
  private Optional<Loaded> last = Optional.empty();
  private Instant readAt = Instant.EPOCH;
  private Switches switches = Switches.NONE;

  FileReloader(
      String main,
      Loader loader,
      Publisher publisher,
      DictionaryCompiler compiler,
      DaemonLog log,
      SwitchFile kept) {
    this.kept = kept;
    this.main = main;
    this.loader = loader;
    this.publisher = publisher;
    this.compiler = compiler;
    this.log = log;
    this.others = new OtherServices(compiler, publisher);
  }

  /** The reading at start: nothing is in force yet. */
  Optional<Loaded> first() {
    turn.lock();
    try {
      List<Problem> problems = new ArrayList<>();
      restore();
      Optional<Loaded> loaded = read(problems);
      if (loaded.isEmpty()) {
        problems.forEach(log::problem);
        log.critical("couldn't get configuration. Exiting...");
        publisher.fail(problems.isEmpty() ? "" : problems.getLast().message());
        return loaded;
      }
      apply(loaded.get());
      return loaded;
    } catch (IOException e) {
      log.failure("Config Admin does not take the configuration", e);
      return Optional.empty();
    } finally {
      turn.unlock();
    }
  }

  /** The system's tables as they were when the files were read. */
  SystemNames names() {
    turn.lock();
    try {
      return last.map(Loaded::names).orElseGet(loader::names);
    } finally {
      turn.unlock();
    }
  }

  /** The defaults that are in force. */
  Defaults defaults() {
    turn.lock();
    try {
      return defaults.orElse(Defaults.NONE);
    } finally {
      turn.unlock();
    }
  }

  private void restore() {
    try {
      switches = kept.read();
    } catch (IOException e) {
      log.failure("services that were enabled or disabled run as the files say", e);
    }
  }

  @Override
  public List<Written> written() {
    turn.lock();
    try {
      List<Written> all = new ArrayList<>();
      last.stream()
          .flatMap(loaded -> loaded.written().stream())
          .map(w -> new Written(w.id(), w.wanted(), w.wanted() != w.byFiles(), w.origin()))
          .forEach(all::add);
      others.all().values().stream()
          .map(c -> new Written(c.id(), c.on(), c.on() != c.byItself(), c.origin()))
          .sorted(Comparator.comparing(Written::id))
          .forEach(all::add);
      return all;
    } catch (IOException e) {
      log.failure("Config Admin does not tell which services it has", e);
      return List.of();
    } finally {
      turn.unlock();
    }
  }

  @Override
  public Report turn(String id, boolean on) {
    turn.lock();
    try {
      Map<String, DictionaryCompiler.Choice> named = others.all();
      named.values().removeIf(choice -> !choice.id().equalsIgnoreCase(id));
      List<Loaded.Written> entries =
          last.stream()
              .flatMap(loaded -> loaded.written().stream())
              .filter(w -> w.id().equalsIgnoreCase(id))
              .toList();
      if (entries.isEmpty() && named.isEmpty()) {
        return refusal("there is no service " + id);
      }
      boolean asWritten =
          entries.stream().allMatch(w -> w.byFiles() == on)
              && named.values().stream().allMatch(choice -> choice.byItself() == on);
      Switches before = switches;
      switches = asWritten ? before.without(id) : before.turned(id, on);
      try {
        kept.write(switches);
      } catch (IOException e) {
        switches = before;
        return refusal("the decision cannot be kept: " + e.getMessage());
      }
      log.notice("service " + id + " is switched " + (on ? "on" : "off"));
      Report report = reload(false);
      return report.generation() == 0 ? report : others.turned(report, named, on);
    } catch (IOException e) {
      log.failure("Config Admin does not tell which services it has", e);
      return refusal("Config Admin does not answer: " + e.getMessage());
    } finally {
      turn.unlock();
    }
  }

  private Report refusal(String message) {
    Problem problem = Problem.error(Origin.NONE, "", message, "nothing was done");
    return new Report(0, List.of(problem), List.of(), running.size());
  }

  @Override
  public Report reload(boolean dryRun) {
    turn.lock();
    try {
      if (!dryRun) {
        log.notice("Starting reconfiguration");
      }
      List<Problem> problems = new ArrayList<>();
      Optional<Loaded> loaded = read(problems);
      if (loaded.isPresent()) {
        if (dryRun) {
          return outcome(loaded.get()).report(0);
        }
        log.notice("Swapping defaults");
        Report report = apply(loaded.get());
        log.changes(report);
        return report;
      }
      if (!dryRun) {
        problems.forEach(log::problem);
        log.warning("reconfiguration failed");
      }
      return new Report(0, problems, List.of(), running.size());
    } catch (IOException e) {
      log.failure("Config Admin does not take the configuration", e);
      Problem problem =
          Problem.error(
              Origin.NONE,
              "",
              "Config Admin does not take the configuration: " + e.getMessage(),
              "what runs goes on");
      return new Report(0, List.of(problem), List.of(), running.size());
    } finally {
      turn.unlock();
    }
  }

  private Optional<Loaded> read(List<Problem> problems) {
    readAt = Instant.now();
    return loader.with(switches).load(main, defaults, last, problems::add, log::reading);
  }

  /** What a reading would lead to. */
  private record Plan(List<Selection.Chosen> chosen, Changes changes, List<Problem> problems) {
    Report report(long generation) {
      return new Report(generation, problems, changes.list(), changes.kept());
    }
  }

  private Plan outcome(Loaded loaded) throws IOException {
    Findings findings = new Findings();
    findings.addAll(loaded.problems());
    List<Selection.Chosen> chosen = new Selection(running, findings).choose(loaded);
    others.precedence(chosen, findings);
    return new Plan(chosen, Changes.between(running, chosen), findings.problems());
  }

  /** The files and folders that the configuration in force was read from. */
  Sources sources() {
    turn.lock();
    try {
      return new Sources(
          last.map(Loaded::files).orElse(List.of(main)),
          last.map(Loaded::directories).orElse(List.of()),
          readAt);
    } finally {
      turn.unlock();
    }
  }

  /**
   * Where a configuration comes from.
   *
   * @param files the main one first, names as written
   * @param directories every includedir
   * @param readAt when its reading began
   */
  record Sources(List<String> files, List<String> directories, Instant readAt) {}

  private Report apply(Loaded loaded) throws IOException {
    Plan plan = outcome(loaded);
    plan.problems().forEach(log::problem);
    List<Publisher.Item> items = new ArrayList<>(plan.chosen().size());
    Map<String, Selection.Chosen> next = new LinkedHashMap<>();
    Map<String, ServiceSpec> services = new HashMap<>();
    for (Selection.Chosen one : plan.chosen()) {
      int order = items.size();
      items.add(
          new Publisher.Item(
              one.name(),
              one.identical(running.get(one.name())),
              () -> ServiceDictionary.write(one.service(), order, one.lastGood())));
      next.put(one.name(), one);
      services.put(one.service().pid(), one.service());
    }
    // before the services, so that configurations of other sources compile against the new ones
    compiler.use(
        new DictionaryCompiler.Context(
            loaded.defaults(), loaded.names(), Collections.unmodifiableMap(services), switches));
    long generation = publisher.publish(items);
    running = next;
    defaults = Optional.of(loaded.defaults());
    last = Optional.of(loaded);
    return plan.report(generation);
  }
}
