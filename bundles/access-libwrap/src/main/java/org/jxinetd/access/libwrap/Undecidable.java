package org.jxinetd.access.libwrap;

/** A pattern was asked that nobody can answer: the client is refused (fail closed). */
final class Undecidable extends Exception {

  private static final long serialVersionUID = 1L;

  Undecidable(String message) {
    super(message, null, false, false);
  }
}
