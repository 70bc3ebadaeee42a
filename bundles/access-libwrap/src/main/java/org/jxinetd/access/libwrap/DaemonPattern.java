package org.jxinetd.access.libwrap;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A pattern for the server: its name or its port, and on which of our addresses it was asked for.
 */
record DaemonPattern(TextPattern name, OptionalInt port, Optional<HostPattern> at) {

  static DaemonPattern of(String name, Optional<HostPattern> at) {
    boolean number =
        !name.isEmpty() && name.length() <= 9 && name.chars().allMatch(c -> c >= '0' && c <= '9');
    OptionalInt port = number ? OptionalInt.of(Integer.parseInt(name)) : OptionalInt.empty();
    return new DaemonPattern(TextPattern.of(name), port, at);
  }

  boolean matches(Visit visit) throws Undecidable {
    return (name.matches(visit.daemon()) || isPortOf(visit.server()))
        && (at.isEmpty() || at.get().matches(visit.server()));
  }

  private boolean isPortOf(Party server) {
    return port.isPresent() && server.address().isPresent() && port.getAsInt() == server.port();
  }
}
