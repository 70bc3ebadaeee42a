package org.jxinetd.config.system;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jxinetd.config.language.Numbers;

/**
 * Names of services(5), protocols(5) and rpc(5). Read once; make a new one to read again. Safe for
 * any thread.
 */
public final class SystemNames {

  /** A protocol with its official name. */
  public record Protocol(String name, int number) {}

  private final Map<String, Integer> ports = new HashMap<>();
  private final Map<String, Protocol> protocols = new HashMap<>();
  private final Map<String, Integer> programs = new HashMap<>();

  /** Reads the tables in {@code directory}, which is /etc on a real system. */
  public static SystemNames in(Path directory) {
    return new SystemNames(directory);
  }

  private SystemNames(Path directory) {
    // without a table the two that every system has still work
    protocol(List.of("tcp", "6", "TCP"));
    protocol(List.of("udp", "17", "UDP"));
    NameTable.read(directory.resolve("services")).forEach(this::service);
    NameTable.read(directory.resolve("protocols")).forEach(this::protocol);
    NameTable.read(directory.resolve("rpc")).forEach(this::program);
  }

  private void service(List<String> row) {
    String[] target = row.get(1).split("/", 2);
    OptionalLong port = Numbers.whole(target[0]);
    if (target.length != 2 || port.isEmpty() || port.getAsLong() < 0 || port.getAsLong() > 65535) {
      return;
    }
    for (int i = 0; i < row.size(); i++) {
      if (i != 1) {
        ports.putIfAbsent(row.get(i) + "/" + target[1], (int) port.getAsLong());
      }
    }
  }

  private void protocol(List<String> row) {
    OptionalLong number = Numbers.whole(row.get(1));
    if (number.isEmpty() || number.getAsLong() < 0 || number.getAsLong() > 65535) {
      return;
    }
    Protocol protocol = new Protocol(row.getFirst(), (int) number.getAsLong());
    for (int i = 0; i < row.size(); i++) {
      if (i != 1) {
        protocols.putIfAbsent(row.get(i), protocol);
      }
    }
  }

  private void program(List<String> row) {
    OptionalLong number = Numbers.whole(row.get(1));
    if (number.isEmpty() || number.getAsLong() < 0 || number.getAsLong() > Integer.MAX_VALUE) {
      return;
    }
    for (int i = 0; i < row.size(); i++) {
      if (i != 1) {
        programs.putIfAbsent(row.get(i), (int) number.getAsLong());
      }
    }
  }

  /** Whether both know the same. */
  public boolean sameAs(SystemNames other) {
    return ports.equals(other.ports)
        && protocols.equals(other.protocols)
        && programs.equals(other.programs);
  }

  /** As getservbyname(3); case counts. */
  public OptionalInt port(String service, String protocol) {
    return optional(ports.get(service + "/" + protocol));
  }

  /** As getprotobyname(3), aliases included; case counts. */
  public Optional<Protocol> protocol(String name) {
    return Optional.ofNullable(protocols.get(name));
  }

  /** As getrpcbyname(3). */
  public OptionalInt program(String name) {
    return optional(programs.get(name));
  }

  private static OptionalInt optional(Integer value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }
}
