package org.jxinetd.config.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.ServiceCompiler;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.Token;
import org.jxinetd.config.merge.Defaults;
import org.jxinetd.config.merge.Draft;
import org.jxinetd.config.merge.Merger;
import org.jxinetd.config.system.SystemNames;
import org.jxinetd.config.text.Findings;
import org.jxinetd.config.text.Operator;
import org.jxinetd.config.text.Setting;
import org.jxinetd.config.text.Switches;
import org.jxinetd.config.validate.Conflicts;
import org.jxinetd.config.validate.PassedVariables;
import org.jxinetd.config.validate.ServiceChecks;

/** Compiles configurations of every source. Safe for any thread. */
final class DictionaryCompiler implements ServiceCompiler {

  private volatile Context context;
  // what other sources defined, as it was compiled last, by PID
  private final Map<String, ServiceSpec> foreign = new ConcurrentHashMap<>();
  // the same, and those that are switched off or broken
  private final Map<String, Choice> choices = new ConcurrentHashMap<>();

  /**
   * A service of another source, whatever became of it.
   *
   * @param byItself whether it runs as far as it and the defaults say
   * @param on whether it shall run: what was switched counts first
   */
  record Choice(String id, Origin origin, boolean byItself, boolean on) {}

  /**
   * What a configuration is seen against.
   *
   * @param defaults for those without the effective mark
   * @param names for those without the effective mark
   * @param services of the files by PID: what they were published from need not be made again
   * @param switches for those without the effective mark
   * @param conflicts those services, by what they listen on
   */
  record Context(
      Defaults defaults,
      SystemNames names,
      Map<String, ServiceSpec> services,
      Switches switches,
      Supplier<Conflicts> conflicts) {

    Context(
        Defaults defaults,
        SystemNames names,
        Map<String, ServiceSpec> services,
        Switches switches) {
      this(defaults, names, services, switches, new FirstUse(services));
    }
  }

  /** The services of the files by their ports, gathered when another source has one. */
  private static final class FirstUse implements Supplier<Conflicts> {
    private final Map<String, ServiceSpec> services;
    private Conflicts gathered;

    FirstUse(Map<String, ServiceSpec> services) {
      this.services = services;
    }

    @Override
    public synchronized Conflicts get() {
      if (gathered == null) {
        gathered = new Conflicts(new Findings());
        services.values().forEach(gathered::admit);
      }
      return gathered;
    }
  }

  DictionaryCompiler(Context context) {
    this.context = context;
  }

  /** From now on other defaults are in force. */
  void use(Context next) {
    context = next;
  }

  @Override
  public Result compile(String pid, Map<String, ?> properties) {
    Context now = context;
    if (Boolean.TRUE.equals(properties.get(EFFECTIVE_KEY))
        || "true".equals(properties.get(EFFECTIVE_KEY))) {
      ServiceSpec published = now.services().get(pid);
      return published != null && ServiceDictionary.matches(published, properties)
          ? new Result(Optional.of(published), List.of())
          : ServiceDictionary.read(pid, properties);
    }
    Findings findings = new Findings();
    Optional<ServiceSpec> service = compile(pid, properties, now, findings);
    Optional<Problem> objection = service.flatMap(s -> now.conflicts().get().objection(s));
    objection.ifPresent(findings::add);
    service = service.filter(unused -> objection.isEmpty());
    service.flatMap(s -> s.attribute("passenv")).ifPresent(list -> passed(list, findings));
    if (service.isPresent()) {
      foreign.put(pid, service.get());
    } else if (findings.errors() == 0) {
      foreign.remove(pid); // switched off; a broken one leaves its last good definition in force
    }
    return new Result(service, findings.problems());
  }

  /** What no word of a file could hold. */
  private static boolean unprintable(Token word) {
    return word.text().chars().anyMatch(c -> c == '\0' || c == '\n' || c == '\r');
  }

  private static void passed(Attribute list, Findings findings) {
    new PassedVariables(System.getenv(), findings).check(list);
  }

  /** The services of other sources, by PID; those that were deleted since may be among them. */
  Map<String, ServiceSpec> foreign() {
    return Map.copyOf(foreign);
  }

  /** The same with those that do not run. */
  Map<String, Choice> choices() {
    return Map.copyOf(choices);
  }

  /** A configuration of another source is no more. */
  void forget(String pid) {
    foreign.remove(pid);
    choices.remove(pid);
  }

  private Optional<ServiceSpec> compile(
      String pid, Map<String, ?> properties, Context now, Findings findings) {
    Origin origin =
        properties.get(ORIGIN_KEY) instanceof String text
            ? Origin.parse(text)
            : new Origin(pid, 0, 0);
    if (!(properties.get(NAME_KEY) instanceof String name) || name.isBlank()) {
      findings.add(
          Problem.error(origin, NAME_KEY, "service name missing", "nothing is started")
              .withFix("set the key '" + NAME_KEY + "' to the name of the service"));
      return Optional.empty();
    }
    List<Setting> settings = new ArrayList<>();
    PropertyReader reader = new PropertyReader(pid, properties);
    String id = name.strip();
    boolean disabled = false;
    for (String key : reader.attributeKeys()) {
      Attribute attribute = reader.attribute(key);
      if (attribute.values().stream().anyMatch(DictionaryCompiler::unprintable)) {
        findings.error(
            attribute.origin(),
            key,
            "a NUL or a line end in the value",
            "service " + name.strip() + " not started");
        return Optional.empty();
      }
      settings.add(
          new Setting(new Token(key, attribute.origin()), Operator.SET, attribute.values()));
      if (attribute.name().equals("id") && !attribute.values().isEmpty()) {
        id = attribute.text();
      }
      disabled |= attribute.name().equals("disable") && attribute.text().equalsIgnoreCase("yes");
    }
    Merger merger = new Merger(now.defaults());
    boolean byItself = !disabled && merger.wanted(id);
    boolean on = !now.switches().isOff(id) && (byItself || now.switches().isOn(id));
    choices.put(pid, new Choice(id, origin, byItself, on));
    if (!on) {
      findings.info(origin, "", "service " + id + " is disabled", "service " + id + " not started");
      return Optional.empty();
    }
    Draft draft =
        merger.merge(origin, new Token(name.strip(), origin), id, settings, false, findings);
    return new ServiceChecks(draft, now.names(), findings).check(pid, ServiceSpec.Source.ADMIN);
  }
}
