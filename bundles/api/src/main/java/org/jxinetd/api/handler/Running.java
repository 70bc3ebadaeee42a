package org.jxinetd.api.handler;

import org.osgi.annotation.versioning.ConsumerType;

/** A server at work, as the handler made it. Any thread may signal it. */
@ConsumerType
public interface Running {

  /** Process id; 0 when the daemon itself serves. */
  long pid();

  /** Asks it to end: SIGTERM to a process, a closed connection to a built-in service. */
  void terminate();

  /** Ends it: SIGKILL to a process. */
  void kill();
}
