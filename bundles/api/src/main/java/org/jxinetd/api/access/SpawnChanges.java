package org.jxinetd.api.access;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a passing rule wants changed for the client it lets in.
 *
 * @param environment variables of the server, over those of the service
 * @param owner who the server runs as, and how
 * @param socket options of the client's socket
 * @param greeting sent to the client of a stream before its server starts, each character a byte
 * @param command served by {@code /bin/sh -c} in place of the server; empty for the server
 */
public record SpawnChanges(
    Map<String, String> environment,
    Owner owner,
    SocketOptions socket,
    String greeting,
    Optional<String> command) {

  /** Nothing is changed. */
  public static final SpawnChanges NONE = new SpawnChanges(Map.of());

  public SpawnChanges {
    environment = Map.copyOf(environment);
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(socket, "socket");
    Objects.requireNonNull(greeting, "greeting");
    Objects.requireNonNull(command, "command");
  }

  public SpawnChanges(Map<String, String> environment) {
    this(environment, Owner.SAME, SocketOptions.SAME, "", Optional.empty());
  }

  /**
   * Who a server runs as; what is empty stays as the service says.
   *
   * @param uid user id, unsigned; supplementary groups are dropped with it
   * @param gid group id, unsigned
   * @param umask file mode mask
   * @param nice added to the niceness
   */
  public record Owner(OptionalInt uid, OptionalInt gid, OptionalInt umask, OptionalInt nice) {

    /** As the service says. */
    public static final Owner SAME =
        new Owner(
            OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());

    Owner and(Owner later) {
      return new Owner(
          last(uid, later.uid),
          last(gid, later.gid),
          last(umask, later.umask),
          last(nice, later.nice));
    }
  }

  /**
   * Options of the client's socket.
   *
   * @param keepAlive true to ask a silent client now and then whether it is there
   * @param lingerSeconds how long the kernel tries to deliver what is unsent when it is closed
   */
  public record SocketOptions(boolean keepAlive, OptionalInt lingerSeconds) {

    /** As the service says. */
    public static final SocketOptions SAME = new SocketOptions(false, OptionalInt.empty());

    SocketOptions and(SocketOptions later) {
      return new SocketOptions(
          keepAlive || later.keepAlive, last(lingerSeconds, later.lingerSeconds));
    }
  }

  private static OptionalInt last(OptionalInt earlier, OptionalInt later) {
    return later.isPresent() ? later : earlier;
  }

  /** Both changes; those of {@code later} win, greetings follow one another. */
  public SpawnChanges and(SpawnChanges later) {
    if (later.equals(NONE)) {
      return this;
    }
    if (equals(NONE)) {
      return later;
    }
    Map<String, String> both = new HashMap<>(environment);
    both.putAll(later.environment);
    return new SpawnChanges(
        both,
        owner.and(later.owner),
        socket.and(later.socket),
        greeting + later.greeting,
        later.command.or(() -> command));
  }
}
