package org.jxinetd.api.service;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Definitions as text, in the layout of xinetd's state dump: TAB-indented lines, each with its line
 * end. Provided by the front end that knows the defaults. Any thread.
 */
@ProviderType
public interface ConfigurationText {

  /** The block {@code Service defaults}. */
  String defaults();

  /** The block {@code Service configuration: NAME} of a service from whatever source. */
  String service(ServiceSpec service);
}
