package org.jxinetd.engine.unit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jxinetd.api.access.Mode;
import org.jxinetd.api.access.PatternProvider;
import org.jxinetd.api.access.PatternProvider.Answer;
import org.jxinetd.api.access.PatternProvider.Compiled;
import org.jxinetd.api.access.PatternProvider.Match;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.Token;
import org.jxinetd.engine.flow.AddressLists.PatternList;
import org.jxinetd.engine.flow.Deadline;

/**
 * Compiles one address list with all pattern providers. An entry that nobody understands never
 * matches in {@code only_from} and stops the service in {@code no_access}; an entry whose provider
 * is absent makes the service wait.
 */
final class AddressListCompiler {

  private final Providers providers;
  private final Deadline deadline;
  private final List<String> missing;
  private final List<Problem> problems;
  private final List<Provided<?>> uses;

  AddressListCompiler(
      Providers providers,
      Deadline deadline,
      List<String> missing,
      List<Problem> problems,
      List<Provided<?>> uses) {
    this.providers = providers;
    this.deadline = deadline;
    this.missing = missing;
    this.problems = problems;
    this.uses = uses;
  }

  PatternList compile(String service, Attribute list) {
    List<Compiled> parts = new ArrayList<>();
    Set<Token> understood = new HashSet<>();
    for (Provided<PatternProvider> provided : providers.patterns()) {
      List<Token> open = list.values().stream().filter(t -> !understood.contains(t)).toList();
      Compiled compiled = provided.service().compile(open);
      if (!compiled.understood().isEmpty()) {
        parts.add(provided.isOurs() ? compiled : guarded(provided.bundle(), compiled));
        uses.add(provided);
      }
      understood.addAll(compiled.understood());
      problems.addAll(compiled.problems());
      compiled.problems().forEach(p -> understood.addAll(at(list, p)));
    }
    for (Token token : list.values()) {
      if (!understood.contains(token)) {
        notUnderstood(service, list, token);
      }
    }
    return new PatternList(list, parts);
  }

  /** The entries that a problem speaks of: they are said already. */
  private static List<Token> at(Attribute list, Problem problem) {
    return list.values().stream().filter(t -> t.origin().equals(problem.origin())).toList();
  }

  private void notUnderstood(String service, Attribute list, Token token) {
    String kind = kind(token.text());
    if (!providers.understood(kind)) {
      missing.add(
          "a provider of " + kind + " patterns (" + list.name() + " = " + token.text() + ")");
    } else if (list.name().equals("no_access")) {
      problems.add(
          Problem.error(
              token.origin(),
              list.name(),
              "failed to parse " + token.text(),
              "service " + service + " not started"));
    } else {
      problems.add(
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

  private Compiled guarded(String bundle, Compiled compiled) {
    return new Compiled() {
      @Override
      public Set<Token> understood() {
        return compiled.understood();
      }

      @Override
      public List<Problem> problems() {
        return compiled.problems();
      }

      @Override
      public Optional<Match> match(Request request) {
        return deadline.call(bundle, compiled, () -> compiled.match(request));
      }

      @Override
      public Answer ask(Request request, Mode mode) {
        return deadline.call(bundle, compiled, () -> compiled.ask(request, mode));
      }

      @Override
      public boolean mayWait() {
        return true;
      }
    };
  }
}
