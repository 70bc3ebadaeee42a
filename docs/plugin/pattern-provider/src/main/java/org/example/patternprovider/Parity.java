package org.example.patternprovider;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jxinetd.api.access.PatternProvider;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.Token;
import org.osgi.service.component.annotations.Component;

/** {@code only_from = parity:even}: by the last bit of the client's address. */
@Component
public final class Parity implements PatternProvider {

  private static final String PREFIX = "parity:";

  @Override
  public Compiled compile(List<Token> tokens) {
    Map<Token, Integer> bits = new HashMap<>();
    List<Problem> problems = new ArrayList<>();
    for (Token token : tokens) {
      switch (token.text()) {
        case PREFIX + "even" -> bits.put(token, 0);
        case PREFIX + "odd" -> bits.put(token, 1);
        default -> {
          if (token.text().startsWith(PREFIX)) {
            problems.add(
                Problem.error(
                    token.origin(),
                    "",
                    token.text() + " is neither even nor odd",
                    "the service does not start"));
          }
        }
      }
    }
    return new Understood(Map.copyOf(bits), List.copyOf(problems));
  }

  private record Understood(Map<Token, Integer> bits, List<Problem> problems) implements Compiled {

    @Override
    public Set<Token> understood() {
      return bits.keySet();
    }

    @Override
    public Optional<Match> match(Request request) {
      if (request.peer().isEmpty()) {
        return Optional.empty();
      }
      byte[] address = request.peer().get().address().bytes();
      int bit = address[address.length - 1] & 1;
      return bits.entrySet().stream()
          .filter(entry -> entry.getValue() == bit)
          .findFirst()
          .map(entry -> new Match(entry.getKey(), 1));
    }
  }
}
