package org.jxinetd.config.check;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jxinetd.api.access.PatternProvider;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.Token;
import org.jxinetd.config.text.Findings;

/**
 * Addresses, patterns and names of all services together: what no bundle understands, what is
 * malformed, names that do not resolve, addresses that this host does not have.
 */
final class Addresses {

  private static final List<String> LISTS = List.of("no_access", "only_from");

  private final Installed installed;
  private final List<PatternProvider> providers;
  private final Resolver resolver;
  private final Map<String, List<Consumer<Resolver.Answer>>> questions = new HashMap<>();
  private final Set<Token> seen = new HashSet<>();
  private Set<Address> local;

  Addresses(Installed installed, List<PatternProvider> providers, Resolver resolver) {
    this.installed = installed;
    this.providers = List.copyOf(providers);
    this.resolver = resolver;
  }

  void check(ServiceSpec service, Findings findings) {
    for (String name : LISTS) {
      service.attribute(name).ifPresent(list -> list(service, list, findings));
    }
    service.attribute("bind").ifPresent(bind -> bind(service, bind, findings));
    service.attribute("redirect").ifPresent(to -> targets(service, to, findings));
  }

  private void list(ServiceSpec service, Attribute list, Findings findings) {
    Set<Token> understood = new HashSet<>();
    Set<Token> names = new HashSet<>(); // what a provider has to look up
    for (PatternProvider provider : providers) {
      PatternProvider.Compiled compiled = provider.compile(list.values());
      if (compiled.mayWait()) {
        names.addAll(compiled.understood());
      } else {
        understood.addAll(compiled.understood());
      }
      for (Problem problem : compiled.problems()) {
        list.values().stream()
            .filter(token -> token.origin().equals(problem.origin()))
            .forEach(understood::add);
        if (problem.severity() == Problem.Severity.WARNING) {
          findings.add(problem);
          continue;
        }
        findings.error(
            problem.origin(),
            list.name(),
            problem.message(),
            "service " + service.id() + " not started");
      }
    }
    for (Token token : list.values()) {
      if (names.contains(token) && !understood.contains(token)) {
        resolve(list, token, findings);
      } else if (!understood.contains(token)) {
        unread(service, list, token, findings);
      }
    }
  }

  /** An entry that the providers at hand do not take: a name, or nothing at all. */
  private void unread(ServiceSpec service, Attribute list, Token token, Findings findings) {
    String kind = kind(token.text());
    boolean blocks = list.name().equals("no_access");
    if (!installed.owns("pattern", kind)) {
      findings.error(
          token.origin(),
          list.name(),
          "no installed bundle understands " + kind + " patterns: " + token.text(),
          "service " + service.id() + " waits for a bundle that does");
    } else if (kind.equals("address")) {
      Problem problem =
          blocks
              ? Problem.error(
                  token.origin(),
                  list.name(),
                  "failed to parse " + token.text(),
                  "service " + service.id() + " not started")
              : Problem.warning(
                  token.origin(),
                  list.name(),
                  "failed to parse " + token.text(),
                  "this entry lets nobody in");
      findings.add(problem);
    }
    if (kind.equals("host")) {
      resolve(list, token, findings);
    }
  }

  /** Says it when a whole name does not resolve now. */
  private void resolve(Attribute list, Token token, Findings findings) {
    boolean blocks = list.name().equals("no_access");
    String name = token.text().substring(token.text().indexOf(':') + 1);
    if (!name.startsWith(".") && seen.add(token)) {
      ask(
          name,
          answer -> {
            if (answer != Resolver.Answer.KNOWN) {
              findings.add(
                  Problem.warning(
                          token.origin(),
                          list.name(),
                          "the name " + name + " " + unresolved(answer),
                          blocks
                              ? "whoever it means is not kept out by it"
                              : "this entry lets nobody in until it does")
                      .withFix("write an address, or a name that resolves"));
            }
          });
    }
  }

  private static String unresolved(Resolver.Answer answer) {
    return answer == Resolver.Answer.NONE ? "was not answered in time" : "does not resolve";
  }

  /** The kind that an entry has by its looks. */
  static String kind(String text) {
    int colon = text.indexOf(':');
    if (colon > 0
        && text.substring(0, colon).chars().allMatch(Character::isLetter)
        && text.substring(0, colon).chars().anyMatch(c -> Character.digit(c, 16) < 0)) {
      return text.substring(0, colon);
    }
    boolean address =
        colon >= 0
            || text.indexOf('/') >= 0
            || text.indexOf('{') >= 0
            || text.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    return address ? "address" : "host";
  }

  private void bind(ServiceSpec service, Attribute bind, Findings findings) {
    if (bind.values().isEmpty() || !seen.add(bind.values().getFirst())) {
      return;
    }
    String text = bind.text();
    Optional<Address> address = Address.parse(text);
    if (address.isEmpty() && isInterface(text)) {
      return;
    }
    if (address.isEmpty()) {
      ask(
          text,
          answer -> {
            if (answer != Resolver.Answer.KNOWN) {
              findings.warning(
                  bind.origin(),
                  "bind",
                  "this host has no interface "
                      + text
                      + " now, and as a host name it "
                      + unresolved(answer),
                  "service " + service.id() + " waits for such an interface");
            }
          });
    } else if (!address.get().isAny() && !address.get().isMulticast() && !isLocal(address.get())) {
      findings.add(
          Problem.warning(
                  bind.origin(),
                  "bind",
                  "this host does not have the address " + text,
                  "service " + service.id() + " has no clients until it has")
              .withFix("name an address of this host, or leave bind out"));
    }
  }

  private static boolean isInterface(String name) {
    try {
      return NetworkInterface.getByName(name) != null;
    } catch (SocketException e) {
      return false; // the system has none to show
    }
  }

  private void targets(ServiceSpec service, Attribute redirect, Findings findings) {
    for (int i = 0; i < redirect.values().size(); i += 2) {
      target(service, redirect.values().get(i), redirect.values().size() == 2, findings);
    }
  }

  private void target(ServiceSpec service, Token host, boolean only, Findings findings) {
    if (Address.parse(host.text()).isPresent()) {
      return;
    }
    ask(
        host.text(),
        answer -> {
          if (answer != Resolver.Answer.KNOWN) {
            findings.warning(
                host.origin(),
                "redirect",
                "bad address: the name " + host.text() + " " + unresolved(answer),
                "service "
                    + service.id()
                    + (only ? " cannot reach its target" : " goes on to its next target"));
          }
        });
  }

  private boolean isLocal(Address address) {
    if (address.isInet() && address.isLoopback()) {
      return true; // all of 127/8
    }
    if (local == null) {
      local = localAddresses();
    }
    return local.contains(Address.inet6(address.high(), address.low(), 0));
  }

  private static Set<Address> localAddresses() {
    Set<Address> found = new HashSet<>();
    try {
      for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
        for (InetAddress one : each.inetAddresses().toList()) {
          Address address = Address.of(one.getAddress());
          found.add(Address.inet6(address.high(), address.low(), 0));
        }
      }
    } catch (SocketException unreadable) {
      return Set.of(); // then every address counts as absent, which is a warning only
    }
    return found;
  }

  private void ask(String name, Consumer<Resolver.Answer> then) {
    questions.computeIfAbsent(name, unused -> new ArrayList<>()).add(then);
  }

  /** Asks for all names at once and reports what came. */
  void resolve() throws InterruptedException {
    Map<String, Resolver.Answer> answers = resolver.ask(questions.keySet());
    questions.forEach((name, then) -> then.forEach(one -> one.accept(answers.get(name))));
  }
}
