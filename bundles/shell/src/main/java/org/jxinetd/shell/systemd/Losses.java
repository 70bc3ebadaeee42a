package org.jxinetd.shell.systemd;

import java.util.ArrayList;
import java.util.List;
import org.jxinetd.api.service.Flag;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.ServiceType;

/** What systemd has no counterpart for. */
final class Losses {

  private Losses() {}

  /** What forbids an export: without it the service would do something else or let others in. */
  static List<String> obstacles(ServiceSpec service) {
    List<String> out = new ArrayList<>();
    if (service.has(ServiceType.INTERNAL)) {
      out.add("it is built into the daemon");
    }
    if (service.has(ServiceType.RPC)) {
      out.add("RPC programs are not registered by systemd");
    }
    if (service.has(ServiceType.TCPMUX) || service.has(ServiceType.TCPMUXPLUS)) {
      out.add("it is reached through tcpmux");
    }
    if (service.has(Flag.SENSOR)) {
      out.add("it is a sensor");
    }
    if (service.has(Flag.IDONLY)) {
      out.add("clients are not asked for their identity (IDONLY)");
    }
    if (service.attribute("access_times").isPresent()) {
      out.add("access_times cannot be expressed");
    }
    return out;
  }

  /** What is merely missed. */
  static List<String> of(ServiceSpec service, boolean relay) {
    List<String> out = new ArrayList<>();
    absent(service, out, "max_load", "the load is not looked at");
    absent(
        service,
        out,
        "cps",
        "systemd's own limit (TriggerLimitBurst) switches a socket off until somebody starts it");
    absent(service, out, "banner", "no text is sent");
    absent(service, out, "banner_success", "no text is sent");
    absent(service, out, "banner_fail", "no text is sent");
    absent(service, out, "log_type", "the journal has lines of its own");
    absent(service, out, "mdns", "the service is not announced");
    if (service.words("log_on_success").stream().anyMatch("USERID"::equalsIgnoreCase)
        || service.words("log_on_failure").stream().anyMatch("USERID"::equalsIgnoreCase)) {
      out.add("USERID: nobody is asked who the client is");
    }
    if (!service.has(Flag.NOLIBWRAP)) {
      out.add("hosts.allow and hosts.deny are not looked at, except by the server itself");
    }
    if (relay) {
      absent(service, out, "per_source", "the relay does not count by client");
      return out;
    }
    boolean root = service.word("user").filter(user -> user.equals("root")).isPresent();
    if (!service.yes("groups", false) && !root) {
      out.add("groups = no: the server gets the supplementary groups of its user");
    }
    if (!service.waits()) {
      out.add("REMOTE_HOST: the server finds the client in REMOTE_ADDR and REMOTE_PORT");
    } else {
      absent(service, out, "instances", "one server runs at a time");
      absent(service, out, "per_source", "one server runs at a time");
    }
    return out;
  }

  private static void absent(ServiceSpec service, List<String> out, String name, String instead) {
    service
        .attribute(name)
        .filter(a -> !a.values().isEmpty() && !a.text().equalsIgnoreCase("UNLIMITED"))
        .ifPresent(a -> out.add(name + " = " + a.text() + ": " + instead));
  }
}
