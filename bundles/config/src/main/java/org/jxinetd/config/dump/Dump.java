package org.jxinetd.config.dump;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.Family;
import org.jxinetd.api.service.Flag;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.ServiceType;
import org.jxinetd.config.merge.Defaults;
import org.jxinetd.config.system.AccountTable;
import org.jxinetd.config.system.HostTable;
import org.jxinetd.config.system.SystemNames;

/**
 * The effective configuration as text, in the layout that xinetd prints with {@code -d}: a block
 * for the defaults and one for each service, TAB-indented, an empty line behind each. Immutable.
 */
public final class Dump {

  private final Defaults defaults;
  private final SystemNames names;
  private final AccountTable accounts;
  private final HostTable hosts;
  private final Map<String, String> environment;

  /**
   * @param names turns the names of ports and programs into numbers
   * @param accounts turns users and groups into numbers
   * @param hosts gives addresses their names, as xinetd prints them
   * @param environment of the daemon, from which {@code passenv} chooses
   */
  public Dump(
      Defaults defaults,
      SystemNames names,
      AccountTable accounts,
      HostTable hosts,
      Map<String, String> environment) {
    this.defaults = defaults;
    this.names = names;
    this.accounts = accounts;
    this.hosts = hosts;
    this.environment = new LinkedHashMap<>(environment);
  }

  /** The whole text; services in the order given. */
  public String text(List<ServiceSpec> services) {
    StringBuilder out = new StringBuilder();
    defaults(out);
    services.forEach(service -> service(out, service));
    return out.toString();
  }

  /** The block of the defaults. */
  public String defaults() {
    StringBuilder out = new StringBuilder();
    defaults(out);
    return out.toString();
  }

  /** The block of one service. */
  public String service(ServiceSpec service) {
    StringBuilder out = new StringBuilder();
    service(out, service);
    return out.toString();
  }

  private void defaults(StringBuilder out) {
    out.append("Service defaults\n");
    Lines lines = new Lines(out, "\t", defaults.attributes());
    lines.instances();
    lines.groupsAndUmask(false);
    lines.cps();
    lines.perSource(false);
    lines.bind(hosts);
    lines.access();
    lines.logging(false);
    if (defaults.attributes().containsKey("passenv")) {
      lines.line("Passenv = " + String.join(" ", lines.words("passenv")));
      lines.variables("Environment strings:", strings(lines));
    }
    out.append('\n');
  }

  private void service(StringBuilder out, ServiceSpec service) {
    out.append("Service configuration: ").append(service.name()).append('\n');
    Lines lines = new Lines(out, "\t", service.attributes());
    identity(lines, service);
    if (own(service, "instances")) {
      lines.instances();
    }
    lines.line("wait = " + (service.waits() ? "yes" : "no"));
    lines.word("user").ifPresent(user -> lines.line("user = " + number(accounts.user(user), user)));
    lines
        .word("group")
        .ifPresent(group -> lines.line("group = " + number(accounts.group(group), group)));
    lines.groupsAndUmask(true);
    lines.word("nice").ifPresent(nice -> lines.line("Nice = " + nice));
    if (own(service, "cps")) {
      lines.cps();
    }
    lines.perSource(true);
    lines.bind(hosts);
    target(lines, service);
    List<String> times = lines.words("access_times");
    if (!times.isEmpty()) {
      lines.line(
          "Access times = " + times.stream().map(Dump::interval).collect(Collectors.joining(" ")));
    }
    lines.access();
    if (service.has(Flag.SENSOR)) {
      lines.line("Deny Time: " + denyTime(lines.word("deny_time").orElse("NEVER")));
    }
    lines.logging(!own(service, "log_type"));
    environment(lines, service);
    out.append('\n');
  }

  private static void identity(Lines lines, ServiceSpec service) {
    lines.line("id = " + service.id());
    List<String> flags = new ArrayList<>();
    for (Flag flag : Flag.values()) {
      if (flag == Flag.IPV4 || flag == Flag.IPV6) {
        boolean six = family(service) == Family.INET6;
        if (six == (flag == Flag.IPV6)) {
          flags.add(flag.word());
        }
      } else if (service.has(flag)) {
        flags.add(flag.word());
      }
    }
    lines.line("flags = " + String.join(" ", flags));
    if (!service.types().isEmpty()) {
      lines.line(
          "type = "
              + service.types().stream().map(ServiceType::name).collect(Collectors.joining(" ")));
    }
    lines.line("socket_type = " + service.socketType().word());
    lines.line(
        "Protocol (name,number) = (" + service.protocol() + "," + service.protocolNumber() + ")");
    service.port().ifPresent(port -> lines.line("port = " + port));
  }

  /** The flags decide, else the address, else both families are served through IPv6. */
  private static Family family(ServiceSpec service) {
    if (service.has(Flag.IPV6)) {
      return Family.INET6;
    }
    return service.has(Flag.IPV4)
        ? Family.INET
        : service.word("bind").flatMap(Address::parse).map(Address::family).orElse(Family.INET6);
  }

  private String port(String word) {
    return names.port(word, "tcp").stream().mapToObj(Integer::toString).findFirst().orElse(word);
  }

  private void target(Lines lines, ServiceSpec service) {
    List<String> redirect = lines.words("redirect");
    if (!redirect.isEmpty()) {
      StringBuilder targets = new StringBuilder("Redirect =");
      for (int i = 0; i + 1 < redirect.size(); i += 2) {
        targets.append(' ').append(hosts.nameOf(redirect.get(i)));
        targets.append(':').append(port(redirect.get(i + 1)));
      }
      lines.line(targets.toString());
    } else {
      lines
          .word("server")
          .filter(_ -> !service.has(ServiceType.INTERNAL))
          .ifPresent(
              server -> {
                lines.line("Server = " + server);
                lines.line("Server argv = " + String.join(" ", arguments(lines, service, server)));
              });
    }
    lines.word("libwrap").ifPresent(name -> lines.line("Libwrap = " + name));
    if (service.has(ServiceType.RPC)) {
      lines.line("RPC data");
      lines
          .word("rpc_number")
          .or(() -> names.program(service.name()).stream().mapToObj(Integer::toString).findFirst())
          .ifPresent(n -> lines.line("\tprogram number = " + n));
      lines.word("rpc_version").ifPresent(v -> lines.line("\trpc_version = " + v));
    }
  }

  private static List<String> arguments(Lines lines, ServiceSpec service, String server) {
    List<String> arguments = new ArrayList<>();
    if (!service.has(Flag.NAMEINARGS)) {
      arguments.add(server.substring(server.lastIndexOf('/') + 1));
    }
    arguments.addAll(lines.words("server_args"));
    return arguments;
  }

  private void environment(Lines lines, ServiceSpec service) {
    boolean passes = service.attribute("passenv").isPresent();
    List<String> added = lines.words("env");
    if (passes) {
      lines.line("Passenv = " + String.join(" ", lines.words("passenv")));
    }
    if (!added.isEmpty()) {
      lines.variables("Environment additions:", added);
    }
    if (passes || !added.isEmpty()) {
      lines.variables("Environment strings:", strings(lines));
    }
  }

  /** What a server gets: what passenv leaves of the daemon's environment, then env. */
  private List<String> strings(Lines lines) {
    Map<String, String> all = new LinkedHashMap<>(environment);
    if (lines.has("passenv")) {
      all.clear();
      for (String name : lines.words("passenv")) {
        String value = environment.get(name);
        if (value != null) {
          all.put(name, value);
        }
      }
    }
    for (String addition : lines.words("env")) {
      int sign = addition.indexOf('=');
      all.put(addition.substring(0, sign), addition.substring(sign + 1));
    }
    return all.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
  }

  /** Whether a value was written for the service, rather than taken from the defaults. */
  private boolean own(ServiceSpec service, String attribute) {
    Attribute value = service.attributes().get(attribute);
    return value != null && !value.equals(defaults.attributes().get(attribute));
  }

  private static String number(OptionalLong id, String word) {
    return id.isPresent() ? Long.toString(id.getAsLong()) : word;
  }

  private static String denyTime(String word) {
    return switch (word.toUpperCase(Locale.ROOT)) {
      case "FOREVER" -> "-1";
      case "NEVER" -> "0";
      default -> word;
    };
  }

  /**
   * xinetd's form; days in front of the times, which it does not know, stay as they are written.
   */
  private static String interval(String word) {
    String[] parts = word.split("[:-]");
    int times = parts.length - 4;
    String days = times == 0 ? "" : word.substring(0, word.indexOf(':') + 1);
    return days
        + "%02d:%02d-%02d:%02d"
            .formatted(
                Integer.parseInt(parts[times]),
                Integer.parseInt(parts[times + 1]),
                Integer.parseInt(parts[times + 2]),
                Integer.parseInt(parts[times + 3]));
  }
}
