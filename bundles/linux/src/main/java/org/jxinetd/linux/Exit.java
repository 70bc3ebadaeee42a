package org.jxinetd.linux;

/** How a process ended; waitid(2). */
public sealed interface Exit {

  /** It called exit. */
  record Exited(int status) implements Exit {}

  /** A signal ended it. */
  record Signaled(int signal) implements Exit {}
}
