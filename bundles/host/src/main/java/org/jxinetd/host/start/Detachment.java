package org.jxinetd.host.start;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jxinetd.host.daemonlog.DaemonLog;
import org.jxinetd.linux.OsException;
import org.jxinetd.linux.Self;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tie between a daemon in the background and the script that started it: standard output is a
 * pipe on which the script waits for the exit status that it will have, standard error still is the
 * user's. Once the daemon serves, both become /dev/null. For the main thread.
 */
final class Detachment {

  /** System property: {@code true} when the script waits. */
  static final String PROPERTY = "jxinetd.detached";

  private static final Logger LOG = LoggerFactory.getLogger(Detachment.class);

  private boolean tied;

  private Detachment(boolean tied) {
    this.tied = tied;
  }

  static Detachment ofProcess() {
    return new Detachment(Boolean.getBoolean(PROPERTY));
  }

  /** Whether this process runs in the background. */
  boolean background() {
    return tied;
  }

  /** The daemon serves: lets the script end with status 0. */
  void ready() throws OsException {
    if (tied) {
      DaemonLog.get().echo(false);
      tell(0);
      Self.discardStandardStreams();
    }
  }

  /** The daemon ends; when that is before it served, the script must end alike. */
  void ended(int status) {
    if (tied) {
      tell(status);
    }
  }

  // the stream is the process's own and stays open
  @SuppressWarnings({"resource", "StreamResourceLeak"})
  private void tell(int status) {
    tied = false;
    byte[] line = (status + "\n").getBytes(StandardCharsets.US_ASCII);
    try {
      new FileOutputStream(FileDescriptor.out).write(line);
    } catch (IOException e) {
      LOG.warn("nobody waits for the start any more: {}", e.getMessage());
    }
  }
}
