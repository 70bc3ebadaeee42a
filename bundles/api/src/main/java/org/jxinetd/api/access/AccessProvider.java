package org.jxinetd.api.access;

import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.ServiceSpec;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Makes rules for the attributes that its bundle owns. The bundle names them in its manifest:
 * {@code Provide-Capability: org.jxinetd.attribute;name:List<String>="max_load"}. The engine
 * compiles a rule for each service that has one of them, again whenever the service or the provider
 * changes.
 */
@ConsumerType
public interface AccessProvider {

  /** Namespace of the capability that names the attributes a bundle owns. */
  String ATTRIBUTE_NAMESPACE = "org.jxinetd.attribute";

  /** Where in the order of checks its rules stand. */
  Phase phase();

  /**
   * Compiles the rule of one service. Pure: no I/O, no look-ups that may block.
   *
   * @throws ConfigException when the service cannot run as configured
   */
  AccessRule compile(ServiceSpec service) throws ConfigException;
}
