package org.jxinetd.config.system;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jxinetd.api.service.Address;

/** Names of addresses by hosts(5) alone: asking DNS for them could take seconds. Immutable. */
public final class HostTable {

  private final Map<Address, String> names = new HashMap<>();

  private HostTable(Path file) {
    for (List<String> row : NameTable.read(file)) {
      Address.parse(row.getFirst()).ifPresent(a -> names.putIfAbsent(a, row.get(1)));
    }
  }

  /** Reads the table in {@code directory}, which is /etc on a real system. */
  public static HostTable in(Path directory) {
    return new HostTable(directory.resolve("hosts"));
  }

  /** The name of a numeric address; the text itself when there is none. */
  public String nameOf(String text) {
    Optional<String> name = Address.parse(text).map(names::get);
    return name.orElse(text);
  }
}
