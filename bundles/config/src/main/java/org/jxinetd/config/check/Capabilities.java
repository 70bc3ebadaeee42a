package org.jxinetd.config.check;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads a {@code Provide-Capability} header (OSGi Core, section 3.3.3), as far as bnd writes it.
 */
final class Capabilities {

  /** One attribute of one capability: namespace, name, and its values. */
  record Values(String namespace, String name, List<String> values) {}

  private Capabilities() {}

  /** All attributes of all clauses; what is not well formed is left out. */
  static List<Values> parse(String header) {
    List<Values> out = new ArrayList<>();
    for (String clause : split(header, ',')) {
      List<String> parts = split(clause, ';');
      String namespace = parts.getFirst().strip();
      for (String part : parts.subList(1, parts.size())) {
        int sign = part.indexOf('=');
        if (sign <= 0 || part.charAt(sign - 1) == ':') {
          continue; // a directive
        }
        String name = part.substring(0, sign).strip();
        int type = name.indexOf(':');
        String value = part.substring(sign + 1).strip().replace("\"", "");
        List<String> values = new ArrayList<>();
        for (String one : value.split(",")) {
          values.add(one.strip());
        }
        out.add(new Values(namespace, type < 0 ? name : name.substring(0, type), values));
      }
    }
    return out;
  }

  private static List<String> split(String text, char separator) {
    List<String> out = new ArrayList<>();
    boolean quoted = false;
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == separator && !quoted) {
        out.add(text.substring(from, i));
        from = i + 1;
      }
    }
    out.add(text.substring(from));
    return out;
  }
}
