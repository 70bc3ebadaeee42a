package org.jxinetd.access.libwrap;

import java.util.Optional;

/** A pattern for the client: its host, and who uses it there. */
record ClientPattern(HostPattern host, Optional<TextPattern> user) {

  boolean matches(Visit visit) throws Undecidable {
    return host.matches(visit.client()) && (user.isEmpty() || user.get().matches(visit.user()));
  }
}
