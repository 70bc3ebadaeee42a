package org.jxinetd.shell.command;

/** The command was written wrongly; the message says how, as a clause without a full stop. */
public final class UsageException extends Exception {

  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
