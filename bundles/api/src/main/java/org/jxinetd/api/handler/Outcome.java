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

  /**
   * The client wants another service, one that has no socket of its own: the server admits it there
   * anew, by that service's rules and limits, and serves it. Only a handler that has read no more
   * than it answers may hand a client over; a service that was handed a client cannot hand it on.
   *
   * @param service PID of the configuration of the other service
   * @param accepted sent when that service admits the client, in ISO 8859-1; may be empty
   * @param refused sent when it does not
   */
  record HandedOver(String service, String accepted, String refused) implements Outcome {
    public HandedOver {
      Objects.requireNonNull(service, "service");
      Objects.requireNonNull(accepted, "accepted");
      Objects.requireNonNull(refused, "refused");
    }
  }

  /** Nothing could be started: a FAIL line instead of START. */
  record NotStarted(Reason why) implements Outcome {
    public NotStarted {
      Objects.requireNonNull(why, "why");
    }
  }
}
