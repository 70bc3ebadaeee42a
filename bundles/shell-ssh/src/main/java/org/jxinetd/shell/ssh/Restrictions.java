package org.jxinetd.shell.ssh;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;

/**
 * What the options in front of a key say.
 *
 * @param command what is run whatever the client asks for
 * @param from where the client may be
 * @param until when the key ends to be valid
 * @param terminal whether the client may have a terminal
 */
record Restrictions(
    Optional<String> command, Optional<Sources> from, Optional<Instant> until, boolean terminal) {

  static final Restrictions NONE =
      new Restrictions(Optional.empty(), Optional.empty(), Optional.empty(), true);

  /** Why a client that holds the key is refused all the same; empty when it is not. */
  Optional<String> objection(InetAddress client, Instant now) {
    if (until.isPresent() && !now.isBefore(until.get())) {
      return Optional.of("it is valid until " + until.get());
    }
    if (from.isPresent() && !from.get().contains(client)) {
      return Optional.of("it may not be used from there");
    }
    return Optional.empty();
  }
}
