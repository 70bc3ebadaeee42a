package org.jxinetd.host.daemonlog;

import java.io.IOException;
import java.time.Instant;

/** A place for daemon messages. Called by one thread at a time. */
interface Output {

  /**
   * Writes one message.
   *
   * @param level {@code ERROR}, {@code NOTICE}, …
   * @param where what says it
   * @param text without control characters
   */
  void write(Instant at, String level, String where, String text) throws IOException;
}
