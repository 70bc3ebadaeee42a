package org.jxinetd.linux;

import java.io.IOException;

/**
 * A system call failed. The message reads {@code bind 0.0.0.0:79: Address already in use (errno =
 * 98)}.
 */
public final class OsException extends IOException {

  private static final long serialVersionUID = 1L;

  private final String call;
  private final int errno;
  private final String subject;

  public OsException(String call, String subject, int errno) {
    super(
        call
            + (subject.isEmpty() ? "" : " " + subject)
            + ": "
            + Errno.text(errno)
            + " (errno = "
            + errno
            + ")");
    this.call = call;
    this.subject = subject;
    this.errno = errno;
  }

  /** The call that failed, such as {@code bind}. */
  public String call() {
    return call;
  }

  /** The system's error number; see {@link Errno}. */
  public int errno() {
    return errno;
  }

  /** What it failed on: an address, a path, a descriptor. */
  public String subject() {
    return subject;
  }
}
