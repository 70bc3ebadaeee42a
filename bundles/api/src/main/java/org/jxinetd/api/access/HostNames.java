package org.jxinetd.api.access;

import java.time.Duration;
import org.jxinetd.api.service.Address;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What hosts are called, looked up once for all rules that want to know. A service of the bundle
 * that looks names up (access-host); a rule that needs a name while there is none must refuse. Any
 * thread that may wait.
 */
@ProviderType
public interface HostNames {

  /**
   * The name of a host. Returns within the limit, and within {@link #patience()}; a look-up that
   * takes longer goes on for later callers.
   *
   * @param address mapped ones have the names of their IPv4 address; the scope does not count
   * @throws IllegalStateException when this service has ended; another one may have come
   */
  Called of(Address address, Duration limit);

  /** All the time that one decision should spend on names. */
  Duration patience();

  /** What is known of a name. */
  sealed interface Called {

    /**
     * A name that leads back to the address.
     *
     * @param name ASCII, lower case, without a dot at the end
     */
    record Confirmed(String name) implements Called {}

    /** There is a name, but it is none by its form, or does not lead back to the address. */
    record Unconfirmed(String why) implements Called {}

    /** There is no name, or nobody could tell in time. */
    record Unknown(String why) implements Called {}
  }
}
