package org.jxinetd.linux;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pipe for what launchers write to their standard error, line by line into the daemon's log. What
 * does not fit in while the log is slow is lost: the writing end never blocks.
 */
final class Complaints {

  private static final Logger LOG = LoggerFactory.getLogger(Complaints.class);
  private static final int LONGEST_LINE = 1024;

  private static Complaints shared; // guarded by the class

  private final Pipe pipe;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  private Complaints(Pipe pipe) {
    this.pipe = pipe;
  }

  /** The one of the process, read as long as that lives. */
  static synchronized Complaints shared() throws OsException {
    if (shared == null) {
      shared = new Complaints(Pipe.open());
      Thread reader = Thread.ofVirtual().name("complaints").start(shared::run);
      LOG.debug("{} reads what launchers complain of", reader.getName());
    }
    return shared;
  }

  /** The end that launchers get as descriptor 2. */
  int writeEnd() {
    return pipe.write().number();
  }

  private void run() {
    byte[] some = new byte[4096];
    try {
      while (true) {
        int n = Sockets.read(pipe.read(), some, 0, some.length);
        if (n == Sockets.END) {
          return;
        }
        if (n == Sockets.WOULD_BLOCK) {
          boolean ready = Poller.await(pipe.read(), Poller.READ, 0);
          assert ready;
        }
        for (int i = 0; i < n; i++) {
          take(some[i]);
        }
      }
    } catch (OsException e) {
      LOG.error("messages of launchers are lost from now on: {}", e.getMessage());
    } catch (InterruptedException e) {
      LOG.debug("no longer reads what launchers complain of");
    }
  }

  private void take(byte b) {
    if (b != '\n' && line.size() < LONGEST_LINE) {
      line.write(b < ' ' && b >= 0 ? '?' : b);
      return;
    }
    if (line.size() > 0) {
      LOG.warn("starting a server: {}", line.toString(StandardCharsets.UTF_8));
    }
    line.reset();
  }
}
