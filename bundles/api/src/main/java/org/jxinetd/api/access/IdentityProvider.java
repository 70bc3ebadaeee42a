package org.jxinetd.api.access;

import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.ServiceSpec;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Asks client hosts which of their users is behind a connection. The engine asks for services that
 * log {@code USERID} or have the flag {@code IDONLY}; rules may ask as well.
 */
@ConsumerType
public interface IdentityProvider {

  /**
   * Compiles what a service says of it, such as its time limit. Pure.
   *
   * @throws ConfigException when the service cannot run as configured
   */
  Asker compile(ServiceSpec service) throws ConfigException;

  /** Asks about clients of one service. Any thread. */
  @FunctionalInterface
  interface Asker {

    /**
     * Asks the host of a client while its connection is open. Waits for the answer, within the
     * service's limit.
     */
    Identity ask(Request request) throws InterruptedException;
  }
}
