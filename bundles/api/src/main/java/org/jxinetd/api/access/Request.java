package org.jxinetd.api.access;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.ServiceSpec;

/**
 * One client at the door.
 *
 * @param service the service it wants
 * @param peer the client; empty when unknown, as with {@code wait = yes} on a stream
 * @param local the address it connected to; empty when unknown
 * @param at when it came
 * @param name the client's host name where somebody asks what would be if it had this one: rules
 *     take it for the confirmed name and look nothing up. Empty for every real client
 */
public record Request(
    ServiceSpec service,
    Optional<Endpoint> peer,
    Optional<Endpoint> local,
    Instant at,
    Optional<String> name) {

  public Request {
    Objects.requireNonNull(service, "service");
    Objects.requireNonNull(peer, "peer");
    Objects.requireNonNull(local, "local");
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(name, "name");
  }

  /** A client whose name, if a rule wants it, is looked up. */
  public Request(
      ServiceSpec service, Optional<Endpoint> peer, Optional<Endpoint> local, Instant at) {
    this(service, peer, local, at, Optional.empty());
  }
}
