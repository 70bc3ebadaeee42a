package org.jxinetd.engine.foreign;

/**
 * Code of another bundle has given no answer: it failed, was late, or was not asked. The cause is
 * what it threw, if it threw.
 */
public final class Overrun extends Exception {
  private static final long serialVersionUID = 1L;

  Overrun(String message) {
    super(message);
  }

  Overrun(Throwable thrown) {
    super(String.valueOf(thrown), thrown);
  }
}
