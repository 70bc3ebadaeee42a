package org.jxinetd.access.host;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jxinetd.api.service.Address;

/** hosts(5): the first name of the first line of an address is its name; every name leads back. */
final class HostsFile {

  private record Table(Map<Address, String> names, Map<String, Set<Address>> addresses) {}

  private final Reread<Table> file;

  HostsFile(Path path, LongSupplier nanoTime) {
    this.file = new Reread<>(path, HostsFile::read, nanoTime);
  }

  Optional<String> name(Address address) {
    return Optional.ofNullable(file.current().names.get(address));
  }

  /** Empty when the file does not have the name. */
  Set<Address> addresses(String name) {
    return file.current().addresses.getOrDefault(name, Set.of());
  }

  private static Table read(List<String> lines) {
    Table table = new Table(new HashMap<>(), new HashMap<>());
    for (String line : lines) {
      int comment = line.indexOf('#');
      String[] words = (comment < 0 ? line : line.substring(0, comment)).strip().split("\\s+");
      int scope = words[0].indexOf('%');
      Optional<Address> address =
          Address.parse(scope < 0 ? words[0] : words[0].substring(0, scope)).map(Addresses::plain);
      for (int i = 1; i < words.length && address.isPresent(); i++) {
        Optional<String> name = HostName.of(words[i]);
        if (name.isPresent()) {
          if (i == 1) {
            table.names.putIfAbsent(address.get(), name.get());
          }
          table.addresses.computeIfAbsent(name.get(), n -> new HashSet<>()).add(address.get());
        }
      }
    }
    return table;
  }
}
