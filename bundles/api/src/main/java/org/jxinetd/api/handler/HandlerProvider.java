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

  /**
   * Service property: {@code exec}, {@code redirect}, … A kind that begins with {@value #BUILT_IN}
   * is a built-in stream service, such as {@code internal/tcpmux}, that needs more than a {@link
   * StreamService} gets: the definition of the service, or a say in whether it may run.
   */
  String KIND = "org.jxinetd.handler";

  /** Prefix of the kinds of built-in services. */
  String BUILT_IN = "internal/";

  /**
   * Compiles the handler of one service; checks what can be checked now.
   *
   * @throws ConfigException when the service cannot run as configured
   */
  Handler compile(ServiceSpec service) throws ConfigException;
}
