package org.jxinetd.access.ip;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jxinetd.access.ip.PrefixTable.Row;
import org.jxinetd.api.service.Address;

/** Blocks of addresses: one table for all clients, and one for each scope that a block names. */
final class Blocks {

  private final PrefixTable anyScope;
  private final Map<Integer, PrefixTable> byScope;

  private Blocks(PrefixTable anyScope, Map<Integer, PrefixTable> byScope) {
    this.anyScope = anyScope;
    this.byScope = Map.copyOf(byScope);
  }

  /**
   * A block that holds a client.
   *
   * @param place what was given with the block
   */
  record Hit(int place, int length) {}

  /** Collects blocks. For one thread. */
  static final class Builder {
    private final List<Row> anyScope = new ArrayList<>();
    private final Map<Integer, List<Row>> byScope = new HashMap<>();

    void add(List<Prefix> prefixes, int place) {
      for (Prefix prefix : prefixes) {
        List<Row> rows =
            prefix.scope() == 0
                ? anyScope
                : byScope.computeIfAbsent(prefix.scope(), scope -> new ArrayList<>());
        rows.add(new Row(prefix, place));
      }
    }

    Blocks build() {
      Map<Integer, PrefixTable> tables = new HashMap<>();
      byScope.forEach((scope, rows) -> tables.put(scope, PrefixTable.of(rows)));
      return new Blocks(PrefixTable.of(anyScope), tables);
    }
  }

  /** The longest block that holds a client. */
  Optional<Hit> find(Address client) {
    Optional<Hit> hit = find(anyScope, client);
    PrefixTable scoped = client.scope() == 0 ? null : byScope.get(client.scope());
    if (scoped == null) {
      return hit;
    }
    Optional<Hit> narrower = find(scoped, client);
    boolean better =
        narrower.isPresent() && (hit.isEmpty() || narrower.get().length() > hit.get().length());
    return better ? narrower : hit;
  }

  private static Optional<Hit> find(PrefixTable table, Address client) {
    int range = table.find(client.high(), client.low());
    return range == PrefixTable.NONE
        ? Optional.empty()
        : Optional.of(new Hit(table.token(range), table.length(range)));
  }
}
