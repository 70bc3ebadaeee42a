package org.jxinetd.linux;

import java.util.List;

/** How a command becomes the argv of what is spawned. */
interface Launcher {

  /** The argv of what becomes the server in the end; the first word is its path, too. */
  List<String> arguments(Command command);

  /**
   * Whether it writes messages to descriptor 2: it gets a pipe to the log there, and puts the
   * client's socket in its place itself.
   */
  boolean complains();
}
