package org.jxinetd.api.service;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Is told when services begin and cease to listen: registration with rpcbind, announcements. Calls
 * come one after the other and must return soon.
 */
@ConsumerType
public interface ServiceObserver {

  /** The service listens. */
  void opened(ServiceSpec service, Endpoint at);

  /** The service does not listen any more. */
  void closed(ServiceSpec service);
}
