package org.jxinetd.engine.limit;

import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.ServiceSpec;

/** Numbers of the limits. */
final class Numbers {

  private Numbers() {}

  /** A whole number of 0 or more. */
  static int count(ServiceSpec service, Attribute attribute, String word) throws ConfigException {
    try {
      int value = Integer.parseInt(word);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException notANumber) {
      // said below
    }
    throw ConfigException.in(
        service, attribute, "'" + word + "' is not a whole number of 0 or more");
  }

  /** A whole number of 0 or more, or UNLIMITED. */
  static int limit(ServiceSpec service, Attribute attribute, String word) throws ConfigException {
    return word.equalsIgnoreCase("UNLIMITED") ? Integer.MAX_VALUE : count(service, attribute, word);
  }
}
