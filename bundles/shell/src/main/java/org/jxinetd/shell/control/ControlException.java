package org.jxinetd.shell.control;

/** There can be no control socket; the message says why, as a clause without a full stop. */
final class ControlException extends Exception {

  private static final long serialVersionUID = 1L;

  ControlException(String message) {
    super(message);
  }

  ControlException(String message, Throwable cause) {
    super(message, cause);
  }
}
