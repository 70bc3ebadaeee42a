package org.jxinetd.api.access;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A compiled rule of one service. Asked by many threads at a time. A rule that throws, or that
 * takes longer than its deadline, refuses the client.
 */
@FunctionalInterface
@ConsumerType
public interface AccessRule {

  /** Decides on one client. */
  Verdict decide(Request request, Mode mode);

  /** True when a decision may take longer than a look into memory, such as a look-up in DNS. */
  default boolean mayWait() {
    return false;
  }
}
