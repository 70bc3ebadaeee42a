package org.jxinetd.host.control;

/** Nobody takes the answer: a closed pipe, a full disk. The message is a clause for people. */
final class UnprintableException extends Exception {

  private static final long serialVersionUID = 1L;

  UnprintableException(String message) {
    super(message);
  }
}
