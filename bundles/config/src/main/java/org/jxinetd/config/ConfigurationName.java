package org.jxinetd.config;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jxinetd.api.service.ServiceCompiler;

/**
 * Names of configurations: the id in lower case, escaped, {@code #2} behind a repeated one. Gives
 * names out in file order; one instance for each reading.
 */
public final class ConfigurationName {

  private final Map<String, Integer> given = new HashMap<>();

  /** The name for the next service with this id. */
  public String next(String id) {
    String name = escape(id.toLowerCase(Locale.ROOT));
    int count = given.merge(name, 1, Integer::sum);
    return count == 1 ? name : name + "#" + count;
  }

  /** The PID of the factory configuration of that name. */
  public static String pid(String name) {
    return ServiceCompiler.FACTORY_PID + "~" + name;
  }

  private static String escape(String id) {
    StringBuilder out = new StringBuilder();
    for (byte b : id.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain =
          (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
      if (plain) {
        out.append(c);
      } else {
        out.append('%')
            .append(Character.forDigit(c >> 4, 16))
            .append(Character.forDigit(c & 15, 16));
      }
    }
    return out.toString();
  }
}
