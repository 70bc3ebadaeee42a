package org.jxinetd.shell.command;

import java.io.IOException;

/**
 * Where a command writes. Both methods take one line without its end and make it {@link Printable},
 * so that no text of a configuration or a client can steer a terminal. One thread at a time.
 */
public interface Output {

  /** A line of the answer. */
  void line(String text) throws IOException;

  /** A line about something wrong. */
  void complaint(String text) throws IOException;
}
