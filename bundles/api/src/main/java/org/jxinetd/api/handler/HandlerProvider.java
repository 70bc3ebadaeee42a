package org.jxinetd.api.handler;

import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.ServiceSpec;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Makes handlers of one kind. Registered with the service property {@value #KIND}; the bundle names
 * the attributes it owns as an {@link org.jxinetd.api.access.AccessProvider} does.
 */
@ConsumerType
public interface HandlerProvider {

  /** Service property: {@code exec}, {@code redirect}, {@code tcpmux}, … */
  String KIND = "org.jxinetd.handler";

  /**
   * Compiles the handler of one service; checks what can be checked now.
   *
   * @throws ConfigException when the service cannot run as configured
   */
  Handler compile(ServiceSpec service) throws ConfigException;
}
