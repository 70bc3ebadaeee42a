package org.jxinetd.linux;

import java.util.List;
import java.util.OptionalInt;

/**
 * A program to start, and what is changed between spawn and exec.
 *
 * @param path absolute path of the program; PATH is not searched
 * @param arguments argv, the name it sees of itself first; at least one
 * @param environment {@code NAME=value}
 * @param umask the file mode mask; empty: inherited
 * @param nice added to the niceness, after the credentials are dropped
 */
public record Command(
    String path,
    List<String> arguments,
    List<String> environment,
    Credentials credentials,
    OptionalInt umask,
    OptionalInt nice,
    List<ResourceLimit> limits) {

  public Command {
    arguments = List.copyOf(arguments);
    environment = List.copyOf(environment);
    limits = List.copyOf(limits);
    if (arguments.isEmpty()) {
      throw new IllegalArgumentException("argv without argv[0]");
    }
    if (path.indexOf('\0') >= 0
        || arguments.stream().anyMatch(a -> a.indexOf('\0') >= 0)
        || environment.stream().anyMatch(e -> e.indexOf('\0') >= 0)) {
      throw new IllegalArgumentException("a NUL would end the text");
    }
  }
}
