package org.jxinetd.access.host;

import java.time.Duration;
import java.util.List;

/**
 * An answer of DNS.
 *
 * @param values empty when there are none
 * @param life how long the answer may be kept
 * @param failure why there is no answer; empty when this is the answer
 */
record Records<T>(List<T> values, Duration life, String failure) {

  private static final Duration FAILURE_LIFE = Duration.ofSeconds(5);

  Records {
    values = List.copyOf(values);
  }

  static <T> Records<T> failed(String why) {
    return new Records<>(List.of(), FAILURE_LIFE, why);
  }
}
