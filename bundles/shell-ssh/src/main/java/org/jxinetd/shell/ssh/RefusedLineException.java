package org.jxinetd.shell.ssh;

/** A line of the key file is not used; the message says why, as a clause without a full stop. */
final class RefusedLineException extends Exception {

  private static final long serialVersionUID = 1L;

  RefusedLineException(String message) {
    super(message);
  }

  RefusedLineException(String message, Throwable cause) {
    super(message, cause);
  }
}
