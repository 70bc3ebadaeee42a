package org.jxinetd.access.ip;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /** The longest block that holds a client, as {@link PrefixTable#find} has it. */
  long find(Address client) {
    long block = anyScope.find(client.high(), client.low());
    PrefixTable scoped = client.scope() == 0 ? null : byScope.get(client.scope());
    if (scoped == null) {
      return block;
    }
    long narrower = scoped.find(client.high(), client.low());
    boolean better =
        narrower != PrefixTable.NONE
            && (block == PrefixTable.NONE
                || PrefixTable.length(narrower) > PrefixTable.length(block));
    return better ? narrower : block;
  }
}
