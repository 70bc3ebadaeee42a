package org.jxinetd.deploy;

/** A file is damaged, or not all of it is there yet. */
final class NotWholeException extends Exception {

  private static final long serialVersionUID = 1L;

  NotWholeException(String message) {
    super(message);
  }
}
