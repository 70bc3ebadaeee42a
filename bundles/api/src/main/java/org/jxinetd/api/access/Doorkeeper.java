package org.jxinetd.api.access;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Network;
import org.osgi.annotation.versioning.ProviderType;

/** Who gets in, who did not and why, and who is banned. Any thread. */
@ProviderType
public interface Doorkeeper {

  /**
   * Asks every rule of a service about a client. Nothing is counted, nobody is banned; rules may
   * look up names, so this can take some seconds.
   *
   * @param pid PID of the service
   * @param name the host name to take for granted; empty to have it looked up
   * @param at the moment to decide for
   * @return empty when there is no such service
   */
  Optional<Explanation> explain(String pid, Address client, Optional<String> name, Instant at);

  /** The last refusals, oldest first; as many as are kept. */
  List<Refusal> refusals();

  /** One of the last refusals; empty when it is not kept any more. */
  Optional<Refusal> refusal(long id);

  /** The bans that hold, by address. */
  List<Ban> bans();

  /**
   * Bans a network, which may be one address, from every service, or changes how long it is banned.
   *
   * @param duration empty for ever
   */
  Ban ban(Network network, Optional<Duration> duration);

  /**
   * Lifts the ban of exactly this network; bans of wider or narrower ones stay.
   *
   * @return false when there was none
   */
  boolean unban(Network network);
}
