package org.jxinetd.config.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jxinetd.api.access.PatternProvider;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.config.Loaded;
import org.jxinetd.config.system.AccountTable;
import org.jxinetd.config.text.Findings;

/** Adds to what the reading found what the configuration means on this host. */
final class Checker {

  private final Installed installed;
  private final List<PatternProvider> patterns;
  private final AccountTable accounts;
  private final boolean wrapperRules;
  private final Resolver resolver;

  Checker(
      Installed installed,
      List<PatternProvider> patterns,
      AccountTable accounts,
      boolean wrapperRules,
      Resolver resolver) {
    this.installed = installed;
    this.patterns = List.copyOf(patterns);
    this.accounts = accounts;
    this.wrapperRules = wrapperRules;
    this.resolver = resolver;
  }

  Verdict check(Loaded loaded) throws InterruptedException {
    Findings findings = new Findings();
    findings.addAll(loaded.problems());
    installed
        .unreadable()
        .forEach(
            jar ->
                findings.warning(
                    org.jxinetd.api.service.Origin.NONE, "", "bundle " + jar, "it is not used"));
    Presence presence = new Presence(accounts);
    Addresses addresses = new Addresses(installed, patterns, resolver);
    Unserved unserved = new Unserved(installed, wrapperRules);
    List<ServiceCheck> advice = List.of(new Exposure(loaded.defaults()), new Ineffective());
    List<ServiceSpec> usable = new ArrayList<>();
    Set<String> waiting = new HashSet<>();
    for (ServiceSpec service : loaded.services()) {
      int before = findings.errors();
      presence.check(service, findings);
      if (findings.errors() == before) {
        usable.add(service);
      }
      before = findings.errors();
      unserved.check(service, findings);
      addresses.check(service, findings);
      if (findings.errors() > before) {
        waiting.add(service.pid());
      }
      advice.forEach(one -> one.check(service, findings));
    }
    addresses.resolve();
    waiting.retainAll(usable.stream().map(ServiceSpec::pid).toList());
    return new Verdict(
        loaded.defaults(),
        usable,
        waiting,
        loaded.outcomes().size(),
        loaded.files().size(),
        inOrder(findings.problems(), loaded.files()));
  }

  /** What many services inherit is said once. */
  private static List<Problem> inOrder(List<Problem> problems, List<String> files) {
    Map<String, Integer> order = new HashMap<>();
    files.forEach(file -> order.putIfAbsent(file, order.size()));
    Remedies remedies = new Remedies();
    return problems.stream()
        .distinct()
        .map(remedies::complete)
        .sorted(
            java.util.Comparator.<Problem>comparingInt(
                    p -> order.getOrDefault(p.origin().source(), Integer.MAX_VALUE))
                .thenComparingInt(p -> p.origin().line())
                .thenComparingInt(p -> p.origin().column()))
        .toList();
  }
}
