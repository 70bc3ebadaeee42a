package org.jxinetd.console;

import java.io.OutputStream;
import java.util.List;

/** Passes a command line to a running server. */
@FunctionalInterface
interface Server {

  /**
   * Runs one command to its end.
   *
   * @return the exit status, as xinetctl(8) lists them
   */
  int run(List<String> words, OutputStream out, OutputStream err);
}
