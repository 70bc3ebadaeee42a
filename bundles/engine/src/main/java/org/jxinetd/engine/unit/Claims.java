package org.jxinetd.engine.unit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jxinetd.api.service.Flag;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.ServiceType;

/**
 * What a service needs somebody to answer for. An attribute, flag or type that no bundle owns would
 * silently lose its meaning, so the service waits for its owner instead (fail closed).
 */
final class Claims {

  /** What the engine itself answers for; its manifest names the same. */
  static final Set<String> OF_THE_ENGINE =
      Set.of(
          "id",
          "type",
          "flags",
          "socket_type",
          "protocol",
          "wait",
          "disable",
          "port",
          "bind",
          "interface",
          "v6only",
          "instances",
          "per_source",
          "cps",
          "cps_action",
          "max_load",
          "only_from",
          "no_access",
          "deny_time",
          "flags:sensor",
          "banner",
          "banner_success",
          "banner_fail",
          "log_type",
          "log_on_success",
          "log_on_failure");

  private static final Set<Flag> NEEDS_OWNER = Set.of(Flag.IDONLY);
  private static final Set<ServiceType> TYPE_NEEDS_OWNER =
      Set.of(ServiceType.RPC, ServiceType.TCPMUX, ServiceType.TCPMUXPLUS);

  private Claims() {}

  /**
   * Names of what needs an owner outside the engine: attributes, {@code flags:X}, {@code type:X}.
   */
  static List<String> of(ServiceSpec service) {
    List<String> claims = new ArrayList<>();
    for (String attribute : service.attributes().keySet()) {
      boolean unwanted = attribute.equals("mdns") && !service.yes(attribute, true);
      if (!OF_THE_ENGINE.contains(attribute) && !attribute.equals("libwrap") && !unwanted) {
        claims.add(attribute);
      }
    }
    for (Flag flag : service.flags()) {
      if (NEEDS_OWNER.contains(flag)) {
        claims.add("flags:" + flag.word().toLowerCase(Locale.ROOT));
      }
    }
    for (ServiceType type : service.types()) {
      if (TYPE_NEEDS_OWNER.contains(type)) {
        claims.add("type:" + type.name().toLowerCase(Locale.ROOT));
      }
    }
    return claims;
  }
}
