package org.jxinetd.access.ip;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jxinetd.api.access.PatternProvider;
import org.jxinetd.api.access.PatternProvider.Compiled;
import org.jxinetd.api.access.PatternProvider.Match;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.Token;

/** Lists and clients for the tests of this room. */
final class Lists {

  private static final ServiceSpec SERVICE = ServiceSpec.builder("pid", "finger").build();

  private Lists() {}

  static PatternProvider provider(Path networks) {
    return new AddressPatterns(
        new PatternReader(
            new Inet6Notation(
                name -> name.equals("eth0") ? OptionalInt.of(2) : OptionalInt.empty()),
            new Networks(networks)));
  }

  static Compiled compile(String... words) {
    return provider(Path.of("/nonexistent/networks")).compile(tokens(words));
  }

  static List<Token> tokens(String... words) {
    List<Token> tokens = new ArrayList<>();
    for (String word : words) {
      tokens.add(new Token(word, Origin.of("xinetd.conf", tokens.size() + 1)));
    }
    return tokens;
  }

  static Request from(Address client) {
    return new Request(
        SERVICE, Optional.of(new Endpoint(client, 40000)), Optional.empty(), Instant.EPOCH);
  }

  static Request unknownClient() {
    return new Request(SERVICE, Optional.empty(), Optional.empty(), Instant.EPOCH);
  }

  static Optional<Match> match(Compiled list, String client) {
    return list.match(from(Address.parse(client).orElseThrow()));
  }

  static boolean admits(Compiled list, String client) {
    return match(list, client).isPresent();
  }
}
