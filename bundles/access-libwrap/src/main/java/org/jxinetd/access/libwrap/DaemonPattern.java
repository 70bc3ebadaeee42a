package org.jxinetd.access.libwrap;

import java.util.Optional;

/** A pattern for the server: its name or port, and on which of our addresses it was asked for. */
record DaemonPattern(String token, TextPattern name, Optional<HostPattern> at) {

  boolean matches(Visit visit) throws Undecidable {
    if (!name.matches(visit.daemon()) && !isPort(visit.server().port())) {
      return false;
    }
    return at.isEmpty() || at.get().matches(visit.server());
  }

  private boolean isPort(int port) {
    return port != 0 && at.isEmpty() && token.equals(Integer.toString(port));
  }
}
