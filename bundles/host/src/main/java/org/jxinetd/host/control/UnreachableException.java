package org.jxinetd.host.control;

/** No server answers, or it went away in the middle; the message is a clause for people. */
final class UnreachableException extends Exception {

  private static final long serialVersionUID = 1L;

  UnreachableException(String message) {
    super(message);
  }
}
