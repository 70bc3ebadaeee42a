package org.jxinetd.api.log;

import java.io.IOException;

/** A sink could not write some of a batch. */
public final class LinesLost extends IOException {
  private static final long serialVersionUID = 1L;

  private final int count;

  /**
   * Tells why and how many.
   *
   * @param message why, in the words of the operating system
   * @param count lines that are lost for good; those that still wait do not count
   */
  public LinesLost(String message, int count, Throwable cause) {
    super(message + "; lines lost: " + count, cause);
    this.count = count;
  }

  public int count() {
    return count;
  }
}
