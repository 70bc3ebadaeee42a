package org.jxinetd.deploy;

/** A configuration file says something that cannot be read. */
final class SyntaxException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int line;

  SyntaxException(int line, String message) {
    super(message);
    this.line = line;
  }

  int line() {
    return line;
  }
}
