package org.jxinetd.access.ip;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jxinetd.access.ip.PrefixTable.Row;
import org.jxinetd.api.access.PatternProvider;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.Token;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Address patterns. Numeric ones match numerically; a name is taken only when /etc/networks has it,
 * so no compilation waits for a resolver.
 */
@Component
public final class AddressPatterns implements PatternProvider {

  private static final Logger LOG = LoggerFactory.getLogger(AddressPatterns.class);

  private final PatternReader reader;

  @Activate
  public AddressPatterns() {
    this(
        new PatternReader(
            new Inet6Notation(AddressPatterns::interfaceIndex),
            new Networks(Path.of("/etc/networks"))));
  }

  AddressPatterns(PatternReader reader) {
    this.reader = reader;
  }

  private static OptionalInt interfaceIndex(String name) {
    try {
      NetworkInterface found = NetworkInterface.getByName(name);
      return found == null ? OptionalInt.empty() : OptionalInt.of(found.getIndex());
    } catch (SocketException failed) {
      LOG.warn("cannot look up interface {}: {}", name, failed.getMessage());
      return OptionalInt.empty();
    }
  }

  @Override
  public Compiled compile(List<Token> tokens) {
    List<Token> understood = new ArrayList<>(tokens.size());
    List<Problem> problems = new ArrayList<>();
    List<Row> anyScope = new ArrayList<>(tokens.size());
    Map<Integer, List<Row>> byScope = new HashMap<>();
    for (Token token : tokens) {
      switch (reader.read(token.text())) {
        case Reading.Blocks blocks -> {
          int place = understood.size();
          understood.add(token);
          for (Prefix prefix : blocks.prefixes()) {
            List<Row> rows =
                prefix.scope() == 0
                    ? anyScope
                    : byScope.computeIfAbsent(prefix.scope(), scope -> new ArrayList<>());
            rows.add(new Row(prefix, place));
          }
        }
        case Reading.Malformed malformed ->
            problems.add(
                Problem.error(token.origin(), "", malformed.why(), "the service is not started"));
        case Reading.Foreign foreign -> {} // left to other providers
      }
    }
    Map<Integer, PrefixTable> tables = new HashMap<>();
    byScope.forEach((scope, rows) -> tables.put(scope, PrefixTable.of(rows)));
    return new AddressList(understood, problems, PrefixTable.of(anyScope), tables);
  }
}
