package org.jxinetd.console;

import java.io.OutputStream;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Passes a command line to a running server. One thread at a time. */
@FunctionalInterface
@ConsumerType
public interface Server {

  /**
   * Runs one command to its end. Ctrl-c interrupts the thread, which ends it.
   *
   * @return the exit status, as xinetctl(8) lists them
   */
  int run(List<String> words, OutputStream out, OutputStream err);
}
