package org.jxinetd.config.publish;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Dictionary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Holds configurations in memory and writes down what is done to them. */
final class FakeConfigurationAdmin {

  final Map<String, Dictionary<String, Object>> stored = new LinkedHashMap<>();
  final List<String> calls = new ArrayList<>();

  ConfigurationAdmin service() {
    return proxy(
        ConfigurationAdmin.class,
        (self, method, arguments) ->
            switch (method.getName()) {
              case "getConfiguration" -> configuration((String) arguments[0]);
              case "getFactoryConfiguration" -> configuration(arguments[0] + "~" + arguments[1]);
              case "listConfigurations" -> list((String) arguments[0]);
              default -> throw new UnsupportedOperationException(method.getName());
            });
  }

  /** Understands a filter for one PID alone. */
  private Configuration[] list(String filter) {
    String prefix = "(service.pid=";
    String pid = filter.substring(Math.min(filter.length(), prefix.length())).replace(")", "");
    boolean found = filter.startsWith(prefix) && stored.containsKey(pid);
    return found ? new Configuration[] {configuration(pid)} : null;
  }

  private Configuration configuration(String pid) {
    return proxy(
        Configuration.class,
        (self, method, arguments) ->
            switch (method.getName()) {
              case "getPid" -> pid;
              case "getProperties" -> stored.get(pid);
              case "update" -> update(pid, (Dictionary<?, ?>) arguments[0]);
              case "delete" -> delete(pid);
              default -> throw new UnsupportedOperationException(method.getName());
            });
  }

  private Object update(String pid, Dictionary<?, ?> given) {
    Map<String, Object> copy = new LinkedHashMap<>();
    Collections.list(given.keys()).forEach(key -> copy.put((String) key, given.get(key)));
    stored.put(pid, FrameworkUtil.asDictionary(copy));
    Object state = copy.get("state");
    calls.add(state == null ? "put " + pid : (String) state);
    return null;
  }

  private Object delete(String pid) {
    stored.remove(pid);
    calls.add("delete " + pid);
    return null;
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
