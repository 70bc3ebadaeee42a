package org.jxinetd.engine.unit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jxinetd.api.access.PatternProvider;
import org.jxinetd.api.access.PatternProvider.Compiled;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.Token;
import org.jxinetd.engine.flow.AddressLists.PatternList;
import org.jxinetd.engine.foreign.Guards;

/**
 * Compiles one address list with all pattern providers. An entry that nobody understands never
 * matches in {@code only_from} and stops the service in {@code no_access}; an entry whose provider
 * is absent makes the service wait.
 */
final class AddressListCompiler {

  private final Providers providers;
  private final Findings findings;

  AddressListCompiler(Providers providers, Findings findings) {
    this.providers = providers;
    this.findings = findings;
  }

  /** What a provider says of a list, all of it asked at once. */
  private record Answered(Compiled compiled, Set<Token> understood, List<Problem> problems) {}

  PatternList compile(String service, Attribute list) {
    List<Compiled> parts = new ArrayList<>();
    Set<Token> understood = new HashSet<>();
    boolean complete = true;
    for (Provided<PatternProvider> provided : providers.patterns()) {
      List<Token> open =
          list.values().stream()
              .filter(token -> !understood.contains(token) && offered(provided, token))
              .toList();
      if (open.isEmpty() && provided.ward().isPresent()) {
        continue;
      }
      Optional<Answered> answered = findings.attempt(provided, () -> provided.compile(of(open)));
      if (answered.isEmpty()) {
        complete = false; // what it would have understood, nobody knows
        continue;
      }
      Answered answer = answered.get();
      if (!answer.understood().isEmpty()) {
        parts.add(
            provided
                .ward()
                .map(
                    ward ->
                        Guards.patterns(
                            ward, answer.compiled(), answer.understood(), answer.problems()))
                .orElse(answer.compiled()));
        findings.uses().add(provided);
      }
      understood.addAll(answer.understood());
      findings.problems().addAll(answer.problems());
      answer.problems().forEach(p -> understood.addAll(at(list, p)));
    }
    for (Token token : list.values()) {
      if (complete && !understood.contains(token)) {
        notUnderstood(service, list, token);
      }
    }
    return new PatternList(list, parts);
  }

  /** Other people's bundles see the kinds of entries that they name, and no others. */
  static boolean offered(Provided<?> provided, Token token) {
    return provided.ward().isEmpty() || provided.understands(kind(token.text()));
  }

  private static Provided.Code<PatternProvider, Answered> of(List<Token> open) {
    return patterns -> {
      Compiled compiled = patterns.compile(open);
      return new Answered(
          compiled, Set.copyOf(compiled.understood()), List.copyOf(compiled.problems()));
    };
  }

  /** The entries that a problem speaks of: they are said already. */
  private static List<Token> at(Attribute list, Problem problem) {
    return list.values().stream().filter(t -> t.origin().equals(problem.origin())).toList();
  }

  private void notUnderstood(String service, Attribute list, Token token) {
    String kind = kind(token.text());
    if (!providers.understood(kind)) {
      findings
          .missing()
          .add("a provider of " + kind + " patterns (" + list.name() + " = " + token.text() + ")");
    } else if (list.name().equals("no_access")) {
      findings
          .problems()
          .add(
              Problem.error(
                  token.origin(),
                  list.name(),
                  "failed to parse " + token.text(),
                  "service " + service + " not started"));
    } else {
      findings
          .problems()
          .add(
              Problem.warning(
                  token.origin(),
                  list.name(),
                  "failed to parse " + token.text(),
                  "this entry of service " + service + " lets nobody in"));
    }
  }

  /** The kind that an entry has by its looks. */
  static String kind(String text) {
    int colon = text.indexOf(':');
    if (colon > 0
        && text.substring(0, colon).chars().allMatch(Character::isLetter)
        && text.substring(0, colon).chars().anyMatch(c -> Character.digit(c, 16) < 0)) {
      return text.substring(0, colon); // file:PATH, geo:DE
    }
    boolean address =
        colon >= 0
            || text.indexOf('/') >= 0
            || text.indexOf('{') >= 0
            || text.chars().allMatch(c -> c == '.' || Character.digit(c, 10) >= 0);
    return address ? "address" : "host";
  }
}
