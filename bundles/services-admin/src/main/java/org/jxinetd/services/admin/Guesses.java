package org.jxinetd.services.admin;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jxinetd.api.service.Address;

/**
 * Wrong passwords by client, so that guessing does not pay: after {@value #MOST} in a row a client
 * is not asked any more for a while. Bounded: of too many clients the ones that failed longest ago
 * are forgotten. Any thread.
 */
final class Guesses {

  /** Wrong passwords that a client may send in a row. */
  static final int MOST = 5;

  /** How long a client that sent so many has to wait. */
  static final Duration PENALTY = Duration.ofMinutes(10);

  private static final int MOST_CLIENTS = 1024;

  private record Failures(int number, Instant last) {}

  private final Clock clock;
  private final Map<Address, Failures> clients = new LinkedHashMap<>();

  Guesses(Clock clock) {
    this.clock = clock;
  }

  /** False while the client has used up its guesses. */
  synchronized boolean mayTry(Address client) {
    Failures failures = clients.get(network(client));
    if (failures == null) {
      return true;
    }
    if (clock.instant().isAfter(failures.last().plus(PENALTY))) {
      clients.remove(network(client));
      return true;
    }
    return failures.number() < MOST;
  }

  /** A guess was wrong. */
  synchronized void wrong(Address client) {
    Failures before = clients.remove(network(client));
    int number = before == null ? 1 : before.number() + 1;
    clients.put(network(client), new Failures(number, clock.instant()));
    if (clients.size() > MOST_CLIENTS) {
      clients.remove(clients.keySet().iterator().next());
    }
  }

  synchronized void right(Address client) {
    clients.remove(network(client));
  }

  /** One IPv6 host has a network of 64 bits to itself. */
  private static Address network(Address client) {
    return client.isInet() ? Address.inet(client.inetBits()) : Address.inet6(client.high(), 0, 0);
  }
}
