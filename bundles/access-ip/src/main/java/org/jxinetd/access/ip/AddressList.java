package org.jxinetd.access.ip;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jxinetd.api.access.PatternProvider.Compiled;
import org.jxinetd.api.access.PatternProvider.Match;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.Token;

/** A compiled list: one table for all clients, and one for each scope that a pattern names. */
final class AddressList implements Compiled {

  private final Token[] tokens;
  private final Set<Token> understood;
  private final List<Problem> problems;
  private final PrefixTable anyScope;
  private final Map<Integer, PrefixTable> byScope;

  AddressList(
      List<Token> tokens,
      List<Problem> problems,
      PrefixTable anyScope,
      Map<Integer, PrefixTable> byScope) {
    this.tokens = tokens.toArray(Token[]::new);
    this.understood = Set.copyOf(tokens);
    this.problems = List.copyOf(problems);
    this.anyScope = anyScope;
    this.byScope = Map.copyOf(byScope);
  }

  @Override
  public Set<Token> understood() {
    return understood;
  }

  @Override
  public List<Problem> problems() {
    return problems;
  }

  @Override
  public Optional<Match> match(Request request) {
    return request.peer().flatMap(peer -> match(peer.address()));
  }

  Optional<Match> match(Address client) {
    Optional<Match> match = match(anyScope, client);
    PrefixTable scoped = client.scope() == 0 ? null : byScope.get(client.scope());
    if (scoped == null) {
      return match;
    }
    Optional<Match> narrower = match(scoped, client);
    boolean better =
        narrower.isPresent()
            && (match.isEmpty() || narrower.get().prefixLength() > match.get().prefixLength());
    return better ? narrower : match;
  }

  private Optional<Match> match(PrefixTable table, Address client) {
    int range = table.find(client.high(), client.low());
    return range == PrefixTable.NONE
        ? Optional.empty()
        : Optional.of(new Match(tokens[table.token(range)], table.length(range)));
  }
}
