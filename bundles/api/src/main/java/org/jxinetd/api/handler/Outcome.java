package org.jxinetd.api.handler;

import java.util.Objects;
import org.jxinetd.api.access.Reason;

/** How a session ended. */
public sealed interface Outcome {

  /** The server process called exit. */
  record Exited(int status) implements Outcome {}

  /** The server process was killed. */
  record Signaled(int signal) implements Outcome {}

  /** Served inside the daemon, or relayed; no process. */
  record Served() implements Outcome {}

  /**
   * Relayed, with the bytes that passed.
   *
   * @param in bytes from the client
   * @param out bytes to the client
   */
  record Relayed(long in, long out) implements Outcome {}

  /** Nothing could be started: a FAIL line instead of START. */
  record NotStarted(Reason why) implements Outcome {
    public NotStarted {
      Objects.requireNonNull(why, "why");
    }
  }
}
