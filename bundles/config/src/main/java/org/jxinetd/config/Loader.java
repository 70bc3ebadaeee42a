package org.jxinetd.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jxinetd.api.service.DeployedFiles;
import org.jxinetd.api.service.Problem;
import org.jxinetd.config.inetd.InetdEntries;
import org.jxinetd.config.merge.Defaults;
import org.jxinetd.config.merge.Merger;
import org.jxinetd.config.system.SystemNames;
import org.jxinetd.config.text.ConfigFiles;
import org.jxinetd.config.text.ConfigText;
import org.jxinetd.config.text.DroppedIn;
import org.jxinetd.config.text.Entry;
import org.jxinetd.config.text.Findings;
import org.jxinetd.config.text.Switches;

/**
 * From files to checked services. Needs no framework. Immutable; each call reads everything anew.
 */
public final class Loader {

  private final Path base;
  private final Path systemTables;
  private final long maxBytes;
  private final Map<String, String> environment;
  private final Optional<Path> inetd;
  private final Switches switches;
  private final Supplier<List<DeployedFiles.File>> dropped;

  /**
   * With the environment of this process.
   *
   * @param base directory for relative paths
   * @param systemTables directory with services, protocols and rpc: /etc
   * @param maxBytes bound for all files together
   */
  public Loader(Path base, Path systemTables, long maxBytes) {
    this(base, systemTables, maxBytes, System.getenv());
  }

  /**
   * @param environment of the daemon, for passenv
   */
  public Loader(Path base, Path systemTables, long maxBytes, Map<String, String> environment) {
    this(base, systemTables, maxBytes, environment, Optional.empty(), Switches.NONE, List::of);
  }

  private Loader(
      Path base,
      Path systemTables,
      long maxBytes,
      Map<String, String> environment,
      Optional<Path> inetd,
      Switches switches,
      Supplier<List<DeployedFiles.File>> dropped) {
    this.inetd = inetd;
    this.switches = switches;
    this.dropped = dropped;
    this.base = base;
    this.systemTables = systemTables;
    this.maxBytes = maxBytes;
    this.environment = Map.copyOf(environment);
  }

  /** One that reads an inetd.conf as well, behind the files of xinetd; it may be missing. */
  public Loader withInetd(Path file) {
    return new Loader(
        base, systemTables, maxBytes, environment, Optional.of(file), switches, dropped);
  }

  /** One that heeds what was switched against the files. */
  public Loader with(Switches wanted) {
    return new Loader(base, systemTables, maxBytes, environment, inetd, wanted, dropped);
  }

  /** One that reads the files of the deploy folder as well, behind all others. */
  public Loader withDropped(Supplier<List<DeployedFiles.File>> files) {
    return new Loader(base, systemTables, maxBytes, environment, inetd, switches, files);
  }

  /** As large as this VM can take: words cost many times the bytes they are made of. */
  public static long defaultLimit() {
    return Math.clamp(Runtime.getRuntime().maxMemory() / 16, 2L << 20, 64L << 20);
  }

  /** The names of services, protocols and programs as they are now. */
  public SystemNames names() {
    return SystemNames.in(systemTables);
  }

  /** Reads a configuration for the first time. */
  public Optional<Loaded> load(
      String main,
      Optional<Defaults> lastGood,
      Consumer<Problem> problems,
      Consumer<String> reading) {
    return load(main, lastGood, Optional.empty(), problems, reading);
  }

  /**
   * Reads a configuration.
   *
   * @param lastGood defaults to stay in force when those of the files are broken
   * @param previous an earlier reading: what has not changed since then is not checked again
   * @param problems receives what is wrong when the main file cannot be read
   * @param reading is told each included file
   * @return empty when the main file cannot be read
   */
  public Optional<Loaded> load(
      String main,
      Optional<Defaults> lastGood,
      Optional<Loaded> previous,
      Consumer<Problem> problems,
      Consumer<String> reading) {
    Findings findings = new Findings();
    Optional<ConfigText> text =
        new ConfigFiles(base, maxBytes, findings, reading, switches).read(main);
    if (text.isEmpty()) {
      findings.problems().forEach(problems);
      return Optional.empty();
    }
    if (inetd.isPresent()) {
      text = Optional.of(text.get().with(inetd.get(), InetdEntries.read(inetd.get(), findings)));
    }
    text = Optional.of(DroppedIn.append(text.get(), dropped.get(), switches, findings));
    Defaults defaults = defaults(text.get(), lastGood, findings);
    SystemNames names = names();
    Set<String> declined = new HashSet<>();
    List<Loaded.Written> written = new ArrayList<>();
    ServiceLoader services =
        new ServiceLoader(new Merger(defaults, switches), names, environment, findings);
    previous
        .filter(p -> p.defaults().equals(defaults) && p.names().sameAs(names))
        .ifPresent(services::remember);
    List<Loaded.Outcome> outcomes =
        services.load(text.get().entries(), declined, written, new Successors(previous));
    List<Problem> sorted = new ArrayList<>(findings.problems());
    sorted.sort(readingOrder(text.get().files()));
    return Optional.of(
        new Loaded(
            defaults,
            names,
            outcomes,
            written,
            declined,
            text.get().damaged(),
            text.get().files(),
            text.get().directories(),
            sorted));
  }

  private static Defaults defaults(
      ConfigText text, Optional<Defaults> lastGood, Findings findings) {
    Defaults defaults = Defaults.gather(text.entries(), findings);
    if (!defaults.broken() || lastGood.isEmpty()) {
      return defaults;
    }
    findings.add(
        Problem.warning(
            text.entries().stream()
                .filter(Entry.Defaults.class::isInstance)
                .findFirst()
                .orElseThrow()
                .origin(),
            "defaults",
            "the defaults cannot be used",
            "the last good ones stay in force"));
    return lastGood.get();
  }

  private static Comparator<Problem> readingOrder(List<String> files) {
    Map<String, Integer> order = new HashMap<>();
    for (String file : files) {
      order.putIfAbsent(file, order.size());
    }
    return Comparator.<Problem>comparingInt(
            p -> order.getOrDefault(p.origin().source(), Integer.MAX_VALUE))
        .thenComparingInt(p -> p.origin().line())
        .thenComparingInt(p -> p.origin().column());
  }
}
