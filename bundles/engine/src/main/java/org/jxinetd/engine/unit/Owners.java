package org.jxinetd.engine.unit;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Which bundle of the distribution usually answers for something: words for the messages of
 * services that wait, nothing more. Other bundles may answer for the same; what counts is what
 * their manifests say.
 */
final class Owners {

  private static final Map<String, String> ATTRIBUTES = new HashMap<>();
  private static final Map<String, String> BUILT_INS = new HashMap<>();

  static {
    put(
        ATTRIBUTES,
        "handler-exec",
        "server server_args user group groups umask nice env passenv rlimit_as rlimit_cpu"
            + " rlimit_data rlimit_rss rlimit_stack rlimit_files");
    put(ATTRIBUTES, "handler-redirect", "redirect");
    put(ATTRIBUTES, "handler-tcpmux", "type:tcpmux type:tcpmuxplus");
    put(ATTRIBUTES, "access-time", "access_times");
    put(ATTRIBUTES, "access-libwrap", "libwrap");
    put(ATTRIBUTES, "ident", "flags:idonly");
    put(ATTRIBUTES, "rpc", "type:rpc rpc_version rpc_number");
    put(ATTRIBUTES, "mdns", "mdns");
    put(BUILT_INS, "handler-tcpmux", "tcpmux");
    put(BUILT_INS, "services-admin", "servers services xadmin");
    put(BUILT_INS, "services-inet", "echo discard chargen daytime time");
  }

  private Owners() {}

  private static void put(Map<String, String> map, String bundle, String names) {
    for (String name : names.split(" ")) {
      map.put(name, bundle);
    }
  }

  /** {@code ", which bundle X brings"} for an attribute, {@code flags:X} or {@code type:X}. */
  static String ofAttribute(String claim) {
    return said(ATTRIBUTES.get(claim));
  }

  /** The same for {@code echo/stream}. */
  static String ofBuiltIn(String service) {
    int slash = service.indexOf('/');
    return said(BUILT_INS.get(slash < 0 ? service : service.substring(0, slash)));
  }

  static String ofHandler(String kind) {
    return said("handler-" + kind);
  }

  static String ofLog(String type) {
    return said(
        switch (type.toUpperCase(Locale.ROOT)) {
          case "FILE", "JSON" -> "log-file";
          case "SYSLOG" -> "log-syslog";
          default -> null;
        });
  }

  private static String said(String bundle) {
    return bundle == null ? "" : ", which bundle " + bundle + " brings";
  }
}
