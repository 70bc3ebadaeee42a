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

  /** Nothing is known, and nobody has said for how long. */
  static <T> Records<T> none() {
    return new Records<>(List.of(), Lookups.LONGEST, "");
  }

  /** What a second place has to add: its values, kept for the shorter of the two times. */
  Records<T> and(Records<T> more) {
    return new Records<>(
        more.values,
        life.compareTo(more.life) < 0 ? life : more.life,
        failure.isEmpty() ? more.failure : failure);
  }

  static <T> Records<T> failed(String why) {
    return new Records<>(List.of(), FAILURE_LIFE, why);
  }
}
