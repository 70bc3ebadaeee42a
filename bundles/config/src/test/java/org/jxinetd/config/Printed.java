package org.jxinetd.config;

import java.util.List;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ServiceSpec;

/** Services written as entries with all their effective values, and no defaults. */
public final class Printed {

  private Printed() {}

  /** The text that leads to the same services. */
  public static String text(List<ServiceSpec> services) {
    StringBuilder out = new StringBuilder();
    for (ServiceSpec service : services) {
      out.append("service ").append(service.name()).append("\n{\n");
      for (Attribute attribute : service.attributes().values()) {
        out.append('\t')
            .append(attribute.name())
            .append(" = ")
            .append(attribute.text())
            .append('\n');
      }
      out.append("}\n");
    }
    return out.toString();
  }
}
