package org.jxinetd.log.syslog;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;

/** Which syslog servers are in use; the way to one ends with the last sink. Many threads. */
final class RemoteLogs {

  private static final long PATIENCE_MILLIS = 2_000;

  private static final class Use {
    final RemoteLog log;
    int sinks;

    Use(RemoteLog log) {
      this.log = log;
    }
  }

  private final Map<Server, Use> open = new HashMap<>();
  private final Logger log;

  RemoteLogs(Logger log) {
    this.log = log;
  }

  synchronized RemoteLog join(Server server) throws IOException {
    Use use = open.get(server);
    if (use == null) {
      use = new Use(new RemoteLog(server, log));
      open.put(server, use);
    }
    use.sinks++;
    return use.log;
  }

  synchronized void leave(RemoteLog left) {
    Use use = open.get(left.server());
    if (use != null && use.log == left && --use.sinks == 0) {
      open.remove(left.server());
      left.close();
    }
  }

  /** The end of the process: what waits gets a moment. */
  synchronized void end() {
    open.values().forEach(use -> use.log.close());
    open.values().forEach(use -> use.log.await(PATIENCE_MILLIS));
    open.clear();
  }
}
