package org.jxinetd.api.service;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Is told when services begin and cease to listen: registration with rpcbind, announcements. Calls
 * come one after the other, on a thread that may block but belongs to all observers. An observer
 * that arrives late is told of every service that listens. Services without a socket of their own,
 * such as those of type TCPMUX, are never mentioned.
 */
@ConsumerType
public interface ServiceObserver {

  /**
   * The service listens. Told again, without {@link #closed} in between, when its definition or its
   * addresses have changed.
   *
   * @param at where it listens, at least one; the port is the one that clients must use
   */
  void opened(ServiceSpec service, List<Endpoint> at);

  /** The service does not listen any more; it is the definition that was opened last. */
  void closed(ServiceSpec service);
}
