package org.jxinetd.api.log;

import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.ServiceSpec;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Opens sinks of one kind. Registered with the service property {@value #TYPE}; the bundle names
 * the kinds in its manifest: {@code Provide-Capability:
 * org.jxinetd.log_type;type:List<String>="FILE"}.
 */
@ConsumerType
public interface SinkProvider {

  /** Service property and first word of {@code log_type}, in upper case. */
  String TYPE = "org.jxinetd.log_type";

  /**
   * Opens the sink that a service asks for. Services may share one: each gets a sink of its own to
   * close.
   *
   * @param logType the {@code log_type} attribute that names this provider
   * @throws ConfigException when it cannot be opened; the service does not start
   */
  EventSink open(ServiceSpec service, Attribute logType) throws ConfigException;
}
