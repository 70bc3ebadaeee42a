package org.jxinetd.config.check;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.config.merge.Defaults;
import org.jxinetd.config.text.Findings;

/** Services that let in more clients, or fewer, than their author will have meant. */
final class Exposure implements ServiceCheck {

  /** Services that trust the client's word or send passwords in the clear. */
  private static final Set<String> RISKY =
      Set.of("telnet", "shell", "rsh", "login", "rlogin", "exec", "rexec", "klogin", "kshell");

  private final Defaults defaults;

  Exposure(Defaults defaults) {
    this.defaults = defaults;
  }

  @Override
  public void check(ServiceSpec service, Findings findings) {
    Optional<Attribute> from = service.attribute("only_from");
    boolean open = from.isEmpty() || everybody(from.get().words());
    Attribute general = defaults.attributes().get("only_from");
    if (from.isPresent() && open && general != null && !everybody(general.words())) {
      findings.add(
          Problem.warning(
                  from.get().origin(),
                  "only_from",
                  "everybody is admitted although defaults restricts clients ("
                      + general.origin()
                      + ")",
                  "service " + service.id() + " is open to the world")
              .withFix("remove the line to inherit the restriction"));
    }
    Attribute blocked = defaults.attributes().get("no_access");
    Optional<Attribute> none = service.attribute("no_access").filter(a -> a.values().isEmpty());
    if (blocked != null && !blocked.values().isEmpty() && none.isPresent()) {
      findings.add(
          Problem.warning(
                  none.get().origin(),
                  "no_access",
                  "nobody is refused although defaults refuses clients (" + blocked.origin() + ")",
                  "service " + service.id() + " is open to them")
              .withFix("remove the line, or write += for further clients to refuse"));
    }
    if (from.isPresent() && from.get().values().isEmpty()) {
      findings.add(
          Problem.warning(
                  from.get().origin(),
                  "only_from",
                  "the list is empty",
                  "service " + service.id() + " admits nobody")
              .withFix("use disable = yes to switch a service off"));
    }
    risky(service, open, findings);
  }

  private static void risky(ServiceSpec service, boolean open, Findings findings) {
    boolean named = RISKY.contains(service.name().toLowerCase(Locale.ROOT));
    boolean blocked = !service.words("no_access").isEmpty();
    boolean local =
        service.word("bind").flatMap(Address::parse).filter(Address::isLoopback).isPresent();
    if (!named || !open || blocked || local) {
      return;
    }
    Origin at = service.attribute("only_from").map(Attribute::origin).orElse(service.origin());
    findings.add(
        Problem.warning(
                at,
                "only_from",
                service.name() + " trusts the network and has no restriction",
                "service " + service.id() + " is open to the world")
            .withFix("add: only_from = ADDRESSES"));
  }

  /** Whether a list lets in every IPv4 or every IPv6 client. */
  static boolean everybody(List<String> words) {
    return words.contains("0.0.0.0/0") || words.contains("0.0.0.0") || words.contains("::/0");
  }
}
