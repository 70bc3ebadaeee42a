package org.jxinetd.config.publish;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.ServiceCompiler;
import org.jxinetd.config.ConfigurationName;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * Writes generations of services to Config Admin: a mark that opens the generation, what changed, a
 * mark that commits it. For one thread at a time.
 */
final class Publisher {

  private final ConfigurationAdmin admin;
  private final Set<String> written = new HashSet<>();
  // contents by PID, until the first generation of this incarnation
  private final Map<String, Map<String, Object>> inherited = new HashMap<>();
  private long number;
  private volatile boolean spares;

  /** Takes over what an earlier incarnation of this bundle left in Config Admin. */
  Publisher(ConfigurationAdmin admin) throws IOException {
    this.admin = admin;
    String mine =
        "(&(service.factoryPid="
            + ServiceCompiler.FACTORY_PID
            + ")("
            + Keys.SOURCE
            + "="
            + Keys.SOURCE_FILE
            + "))";
    try {
      Configuration[] found = admin.listConfigurations(mine);
      for (Configuration configuration : found == null ? new Configuration[0] : found) {
        written.add(configuration.getPid());
        inherited.put(configuration.getPid(), content(configuration));
      }
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
    Dictionary<String, Object> mark = generation().getProperties();
    number = mark != null && mark.get(Keys.NUMBER) instanceof Long last ? last : 0;
  }

  private static Map<String, Object> content(Configuration configuration) {
    Map<String, Object> out = new HashMap<>();
    Dictionary<String, Object> properties = configuration.getProperties();
    for (String key : Collections.list(properties.keys())) {
      if (!key.startsWith("service.") && !key.startsWith("felix.")) {
        out.put(key, properties.get(key));
      }
    }
    return out;
  }

  /** Whether Config Admin still has a configuration. */
  boolean exists(String pid) throws IOException {
    String escaped = pid.replaceAll("[\\\\*()]", "\\\\$0");
    try {
      return admin.listConfigurations("(service.pid=" + escaped + ")") != null;
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a configuration says now; empty when there is none. */
  Optional<Map<String, Object>> properties(String pid) throws IOException {
    return exists(pid) ? Optional.of(content(admin.getConfiguration(pid, "?"))) : Optional.empty();
  }

  private Configuration generation() throws IOException {
    return admin.getConfiguration(Keys.GENERATION_PID, "?");
  }

  /**
   * One service of a generation.
   *
   * @param name of its configuration
   * @param unchanged whether the generation before has it word for word; then it is not written
   * @param properties makes the properties, when they are needed
   */
  record Item(String name, boolean unchanged, Supplier<Map<String, Object>> properties) {}

  /**
   * Publishes the services as one generation.
   *
   * @param services in file order
   * @return the generation's number
   */
  long publish(List<Item> services) throws IOException {
    long next = number + 1;
    mark(Keys.OPEN, next, List.of());
    number = next;
    Set<String> gone = new HashSet<>(written);
    List<String> pids = new ArrayList<>(services.size());
    for (Item item : services) {
      String pid = ConfigurationName.pid(item.name());
      pids.add(pid);
      if (!gone.remove(pid) || !item.unchanged()) {
        write(pid, item);
      }
    }
    spares = gone.removeIf(this::isDroppedIn);
    for (String pid : gone) {
      String name = pid.substring(ServiceCompiler.FACTORY_PID.length() + 1);
      admin.getFactoryConfiguration(ServiceCompiler.FACTORY_PID, name, "?").delete();
      written.remove(pid);
    }
    inherited.clear();
    mark(Keys.COMMITTED, next, pids);
    return next;
  }

  /**
   * Services from the deploy folder that an earlier incarnation has published stay until the files
   * of the folder are told again, right after the first reading.
   */
  private boolean isDroppedIn(String pid) {
    Map<String, Object> before = inherited.get(pid);
    return before != null
        && before.get(ServiceCompiler.ORIGIN_KEY) instanceof String origin
        && Origin.parse(origin).source().endsWith(FrontEnd.DROPPED);
  }

  /** Whether services run that no reading of this incarnation knows. */
  boolean spares() {
    return spares;
  }

  private void write(String pid, Item item) throws IOException {
    Map<String, Object> properties = item.properties().get();
    if (!same(inherited.get(pid), properties)) {
      admin
          .getFactoryConfiguration(ServiceCompiler.FACTORY_PID, item.name(), "?")
          .update(FrameworkUtil.asDictionary(properties));
    }
    written.add(pid);
  }

  /** Tells that there is nothing to run: the first reading failed. */
  void fail(String why) throws IOException {
    Map<String, Object> mark = new HashMap<>();
    mark.put(Keys.STATE, Keys.FAILED);
    mark.put(Keys.NUMBER, number);
    mark.put("problem", why);
    generation().update(FrameworkUtil.asDictionary(mark));
  }

  private void mark(String state, long generation, List<String> pids) throws IOException {
    Map<String, Object> mark = new HashMap<>();
    mark.put(Keys.STATE, state);
    mark.put(Keys.NUMBER, generation);
    mark.put(Keys.PIDS, pids.toArray(String[]::new));
    generation().update(FrameworkUtil.asDictionary(mark));
  }

  /** The order is not compared: a service put in front must not touch all behind it. */
  private static boolean same(Map<String, Object> old, Map<String, Object> now) {
    if (old == null || old.size() != now.size()) {
      return false;
    }
    for (Map.Entry<String, Object> entry : now.entrySet()) {
      if (!entry.getKey().equals(Keys.ORDER)
          && !Objects.deepEquals(entry.getValue(), old.get(entry.getKey()))) {
        return false;
      }
    }
    return true;
  }
}
