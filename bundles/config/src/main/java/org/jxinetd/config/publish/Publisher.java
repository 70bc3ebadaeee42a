package org.jxinetd.config.publish;

import java.io.IOException;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jxinetd.api.service.ServiceCompiler;
import org.jxinetd.config.ConfigurationName;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * Writes generations of services to Config Admin: a mark that opens the generation, what changed, a
 * mark that commits it. Remembers what it wrote, so that only changes are written. For one thread
 * at a time.
 */
final class Publisher {

  private final ConfigurationAdmin admin;
  private final Map<String, Map<String, Object>> written = new HashMap<>();
  private long number;

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
        written.put(configuration.getPid(), content(configuration));
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

  private Configuration generation() throws IOException {
    return admin.getConfiguration(Keys.GENERATION_PID, "?");
  }

  /**
   * Publishes the services as one generation.
   *
   * @param services properties by configuration name, in file order
   * @return the generation's number
   */
  long publish(Map<String, Map<String, Object>> services) throws IOException {
    long next = number + 1;
    mark(Keys.OPEN, next, List.of());
    number = next;
    Map<String, Map<String, Object>> gone = new HashMap<>(written);
    for (Map.Entry<String, Map<String, Object>> service : services.entrySet()) {
      String pid = ConfigurationName.pid(service.getKey());
      gone.remove(pid);
      if (!same(written.get(pid), service.getValue())) {
        admin
            .getFactoryConfiguration(ServiceCompiler.FACTORY_PID, service.getKey(), "?")
            .update(FrameworkUtil.asDictionary(service.getValue()));
        written.put(pid, service.getValue());
      }
    }
    for (String pid : gone.keySet()) {
      String name = pid.substring(ServiceCompiler.FACTORY_PID.length() + 1);
      admin.getFactoryConfiguration(ServiceCompiler.FACTORY_PID, name, "?").delete();
      written.remove(pid);
    }
    mark(Keys.COMMITTED, next, services.keySet().stream().map(ConfigurationName::pid).toList());
    return next;
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
    return old != null && comparable(old).equals(comparable(now));
  }

  private static Map<String, Object> comparable(Map<String, Object> properties) {
    Map<String, Object> out = new HashMap<>();
    properties.forEach(
        (key, value) -> out.put(key, value instanceof String[] array ? List.of(array) : value));
    out.remove(Keys.ORDER);
    return out;
  }
}
