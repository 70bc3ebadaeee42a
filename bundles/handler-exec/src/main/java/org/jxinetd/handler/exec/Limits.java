package org.jxinetd.handler.exec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.linux.ResourceLimit;
import org.jxinetd.linux.ResourceLimit.Resource;

/** The rlimit_ attributes: soft and hard limit alike; 0 sets nothing, as in xinetd. */
final class Limits {

  private Limits() {}

  /** Reads the limits of a service; what it does not limit is inherited from the daemon. */
  static List<ResourceLimit> of(ServiceSpec service) throws ConfigException {
    List<ResourceLimit> out = new ArrayList<>();
    add(out, Resource.NOFILE, amount(service, "rlimit_files", true));
    add(out, Resource.AS, amount(service, "rlimit_as", true));
    add(out, Resource.CPU, amount(service, "rlimit_cpu", false));
    add(out, Resource.DATA, amount(service, "rlimit_data", true));
    add(out, Resource.RSS, amount(service, "rlimit_rss", true));
    add(out, Resource.STACK, amount(service, "rlimit_stack", true));
    return List.copyOf(out);
  }

  private static void add(List<ResourceLimit> out, Resource resource, long amount) {
    if (amount != 0) {
      out.add(new ResourceLimit(resource, amount, amount));
    }
  }

  /** A number with an optional suffix k or m, or UNLIMITED; 0 when it is not set. */
  private static long amount(ServiceSpec service, String name, boolean suffixes)
      throws ConfigException {
    Optional<Attribute> set = service.attribute(name);
    if (set.isEmpty()) {
      return 0;
    }
    String text = set.get().text();
    if (text.equalsIgnoreCase("UNLIMITED")) {
      return ResourceLimit.UNLIMITED;
    }
    long factor = 1;
    String digits = text;
    if (suffixes && !text.isEmpty()) {
      switch (Character.toLowerCase(text.charAt(text.length() - 1))) {
        case 'k' -> factor = 1024;
        case 'm' -> factor = 1024 * 1024;
        default -> factor = 1;
      }
      digits = factor == 1 ? text : text.substring(0, text.length() - 1);
    }
    if (!digits.matches("[0-9]{1,12}")) {
      throw ConfigException.in(
          service,
          set.get(),
          "'" + text + "' is neither UNLIMITED nor a number" + (suffixes ? " of bytes" : ""));
    }
    return Long.parseLong(digits) * factor;
  }
}
