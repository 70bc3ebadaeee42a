package org.jxinetd.config.check;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jxinetd.api.log.LogTypes;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.Flag;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.ServiceType;
import org.jxinetd.api.service.StandardAttributes;
import org.jxinetd.config.text.Findings;

/** What no installed bundle answers for: the service would wait for it, closed. */
final class Unserved implements ServiceCheck {

  /** Flags and types that mean nothing without the bundle that knows them. */
  private static final Set<Flag> FLAGS = Set.of(Flag.SENSOR, Flag.IDONLY);

  private static final Set<ServiceType> TYPES =
      Set.of(ServiceType.RPC, ServiceType.TCPMUX, ServiceType.TCPMUXPLUS);

  private final Installed installed;
  private final boolean wrapperRules;

  /**
   * @param wrapperRules whether TCP wrappers have anything to say on this host
   */
  Unserved(Installed installed, boolean wrapperRules) {
    this.installed = installed;
    this.wrapperRules = wrapperRules;
  }

  @Override
  public void check(ServiceSpec service, Findings findings) {
    for (Attribute attribute : service.attributes().values()) {
      attribute(service, attribute, findings);
    }
    for (Flag flag : service.flags()) {
      if (FLAGS.contains(flag) && !installed.owns("attribute", "flags:" + flag.word())) {
        waits(service, "flags", "no installed bundle knows the flag " + flag.word(), findings);
      }
    }
    for (ServiceType type : service.types()) {
      if (TYPES.contains(type) && !installed.owns("attribute", "type:" + type.name())) {
        waits(service, "type", "no installed bundle knows the type " + type.name(), findings);
      }
    }
    handler(service, findings);
    service.attribute("log_type").map(LogTypes::of).orElse(List.of()).stream()
        .map(sink -> sink.words().getFirst())
        .filter(type -> !installed.owns("log_type", type))
        .forEach(
            type ->
                waits(
                    service,
                    "log_type",
                    "no installed bundle writes logs of type " + type,
                    findings));
    if (wrapperRules && !service.has(Flag.NOLIBWRAP) && !installed.owns("attribute", "libwrap")) {
      waits(
          service,
          "libwrap",
          "hosts.allow or hosts.deny holds rules and no installed bundle obeys them",
          findings);
    }
  }

  private void attribute(ServiceSpec service, Attribute attribute, Findings findings) {
    String name = attribute.name();
    if (installed.owns("attribute", name) || name.equals("libwrap")) {
      return;
    }
    if (StandardAttributes.NAMES.contains(name)) {
      waits(service, name, "no installed bundle owns this attribute", findings);
      return;
    }
    String near = Spelling.nearest(name, StandardAttributes.NAMES).orElse("");
    findings.add(
        Problem.warning(
                attribute.origin(),
                name,
                "bad service attribute: " + name,
                "the line has no effect")
            .withFix(near.isEmpty() ? "" : "did you mean " + near + "?"));
  }

  private void handler(ServiceSpec service, Findings findings) {
    if (service.attribute("redirect").isPresent()) {
      return; // the attribute is said to have no owner
    }
    if (!service.has(ServiceType.INTERNAL)) {
      if (!installed.owns("handler", "exec")) {
        waits(service, "server", "no installed bundle starts servers", findings);
      }
      return;
    }
    if (service.has(Flag.SENSOR)) {
      return; // the flag is what is served
    }
    String builtIn = service.name().toLowerCase(Locale.ROOT) + "/" + service.socketType().word();
    if (!installed.owns("internal", builtIn)) {
      waits(service, "type", "No such internal service: " + builtIn, findings);
    }
  }

  private static void waits(
      ServiceSpec service, String attribute, String message, Findings findings) {
    Origin at = service.attribute(attribute).map(Attribute::origin).orElse(service.origin());
    findings.add(
        Problem.error(
                at, attribute, message, "service " + service.id() + " waits for a bundle that does")
            .withFix("put such a bundle into bundles/ or deploy/, or take the line out"));
  }
}
