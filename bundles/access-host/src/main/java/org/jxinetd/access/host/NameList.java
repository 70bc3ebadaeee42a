package org.jxinetd.access.host;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jxinetd.api.access.Mode;
import org.jxinetd.api.access.PatternProvider.Answer;
import org.jxinetd.api.access.PatternProvider.Compiled;
import org.jxinetd.api.access.PatternProvider.Match;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.Token;

/** A compiled list of names. */
final class NameList implements Compiled {

  private static final int FULL = 128;
  private static final Comparator<Token> IN_ORDER =
      Comparator.comparing((Token t) -> t.origin().source())
          .thenComparing(t -> t.origin().line())
          .thenComparing(t -> t.origin().column());

  private final Set<Token> understood;
  private final Map<String, Token> whole;
  private final Map<String, Token> relative;
  private final Map<String, Token> domains;
  private final Map<String, Token> forward;
  private final Names names;
  private final Duration limit;
  private final Optional<Token> anyName;

  /**
   * @param relative those of {@code whole} that may be short for a longer name
   */
  NameList(
      Set<Token> understood,
      Map<String, Token> whole,
      Map<String, Token> relative,
      Map<String, Token> domains,
      Map<String, Token> forward,
      Names names,
      Duration limit) {
    this.understood = Set.copyOf(understood);
    this.whole = Map.copyOf(whole);
    this.relative = Map.copyOf(relative);
    this.domains = Map.copyOf(domains);
    this.forward = Map.copyOf(forward);
    this.names = names;
    this.limit = limit;
    this.anyName =
        java.util.stream.Stream.concat(whole.values().stream(), domains.values().stream())
            .min(IN_ORDER);
  }

  @Override
  public Set<Token> understood() {
    return understood;
  }

  @Override
  public List<Problem> problems() {
    return List.of();
  }

  @Override
  public boolean mayWait() {
    return !understood.isEmpty();
  }

  @Override
  public Optional<Match> match(Request request) {
    return ask(request, Mode.DECIDE).match();
  }

  /** One time limit for the whole decision: what was waited for in another list counts. */
  @Override
  public Answer ask(Request request, Mode mode) {
    if (request.peer().isEmpty() || understood.isEmpty()) {
      return Answer.NONE;
    }
    Address client = Addresses.plain(request.peer().get().address());
    if (request.name().isPresent()) {
      return supposed(client, request.name().get());
    }
    long end = System.nanoTime() + left(request).toNanos();
    Map<Token, Lookups.Pending<Addresses>> asked = new LinkedHashMap<>();
    forward.forEach((name, token) -> asked.put(token, names.forward(name)));
    Answer answer = anyName.isEmpty() ? Answer.NONE : byName(client, end);
    for (Map.Entry<Token, Lookups.Pending<Addresses>> one : asked.entrySet()) {
      if (answer.match().isPresent()) {
        return answer;
      }
      answer = byAddress(one.getKey(), one.getValue(), client, end, answer);
    }
    return answer;
  }

  /** The answer for a client that is supposed to have a confirmed name: nothing is looked up. */
  private Answer supposed(Address client, String name) {
    Optional<String> good = HostName.of(name);
    return new Answer(
        good.flatMap(this::entry)
            .or(() -> good.flatMap(this::forwardEntry))
            .map(token -> new Match(token, FULL, client + " is supposed to be " + good.get())),
        Optional.empty());
  }

  private Optional<Token> forwardEntry(String name) {
    return Optional.ofNullable(forward.get(name))
        .or(() -> Optional.ofNullable(forward.get(name + ".")));
  }

  private Duration left(Request request) {
    Duration age = Duration.between(request.at(), Instant.now());
    boolean recent = !age.isNegative() && age.compareTo(limit.multipliedBy(10)) < 0;
    Duration left = recent ? limit.minus(age) : limit;
    return left.isNegative() ? Duration.ZERO : left;
  }

  private Answer byName(Address client, long end) {
    Optional<ClientName> called = names.client(client).await(limit, end);
    Token stand = anyName.orElseThrow();
    if (called.isEmpty()) {
      String why = "the name of " + client + " did not come within " + seconds();
      return new Answer(Optional.empty(), Optional.of(new Match(stand, FULL, why)));
    }
    Optional<Match> match = Optional.empty();
    for (String name : called.get().names()) {
      Optional<Token> entry = entry(name);
      if (entry.isPresent() && match.isEmpty()) {
        match = Optional.of(new Match(entry.get(), FULL, client + " is " + name));
      }
    }
    String doubt = called.get().doubt();
    return new Answer(
        match, doubt.isEmpty() ? Optional.empty() : Optional.of(new Match(stand, FULL, doubt)));
  }

  /** The entry that a name matches: itself, its short form, or a domain above it. */
  private Optional<Token> entry(String name) {
    Token token = whole.get(name);
    if (token == null && !relative.isEmpty()) {
      for (String form : names.search().shortFormsOf(name)) {
        token = token == null ? relative.get(form) : token;
      }
    }
    for (int dot = name.indexOf('.'); token == null && dot >= 0; dot = name.indexOf('.', dot + 1)) {
      token = domains.get(name.substring(dot + 1));
    }
    return Optional.ofNullable(token);
  }

  private Answer byAddress(
      Token token, Lookups.Pending<Addresses> asked, Address client, long end, Answer before) {
    Optional<Addresses> found = asked.await(limit, end);
    if (found.isPresent() && found.get().all().contains(client)) {
      return new Answer(
          Optional.of(new Match(token, FULL, client + " is one of its addresses")), before.doubt());
    }
    String why =
        found.map(Addresses::failure).orElse("its addresses did not come within " + seconds());
    return why.isEmpty() || before.doubt().isPresent()
        ? before
        : new Answer(Optional.empty(), Optional.of(new Match(token, FULL, why)));
  }

  private String seconds() {
    return limit.toMillis() / 1000.0 + " s";
  }
}
