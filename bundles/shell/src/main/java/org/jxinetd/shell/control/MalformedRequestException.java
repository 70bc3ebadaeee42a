package org.jxinetd.shell.control;

/** What a client sent is not a request; the message says why, as a clause without a full stop. */
final class MalformedRequestException extends Exception {

  private static final long serialVersionUID = 1L;

  MalformedRequestException(String message) {
    super(message);
  }
}
