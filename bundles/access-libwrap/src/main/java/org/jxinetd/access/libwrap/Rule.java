package org.jxinetd.access.libwrap;

import java.util.List;
import java.util.Optional;
import org.jxinetd.api.service.Origin;

/**
 * One rule of a file.
 *
 * @param origin its first line
 * @param text as written, on one line
 */
record Rule(
    Origin origin,
    String text,
    PatternList<DaemonPattern> daemons,
    PatternList<ClientPattern> clients,
    Options options) {

  /** A rule that stands for what cannot be read: everybody matches it and is refused. */
  static Rule refusing(Origin origin, String text, String why) {
    DaemonPattern daemon = DaemonPattern.of("ALL", Optional.empty());
    HostPattern anyHost = new HostPattern.Text(new TextPattern.All(), false);
    return new Rule(
        origin,
        text,
        new PatternList<>(List.of(daemon), Optional.empty()),
        new PatternList<>(List.of(new ClientPattern(anyHost, Optional.empty())), Optional.empty()),
        Options.refusing(why));
  }

  boolean matches(Visit visit) throws Undecidable {
    return daemons.matches(pattern -> pattern.matches(visit))
        && clients.matches(pattern -> pattern.matches(visit));
  }
}
