package org.jxinetd.host.daemonlog;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import org.jxinetd.api.log.Timestamp;

/** Lines in xinetd's form of {@code -filelog}, or of {@code -d}, each written whole. */
final class LineOutput implements Output {

  private final OutputStream out;
  private final boolean debug;
  private final Timestamp timestamp = new Timestamp(ZoneId.systemDefault());
  private final long pid = ProcessHandle.current().pid();

  /**
   * @param debug the form of {@code -d}: what says it stands behind the process id
   */
  LineOutput(OutputStream out, boolean debug) {
    this.out = out;
    this.debug = debug;
  }

  @Override
  public void write(Instant at, String level, String where, String text) throws IOException {
    StringBuilder line = new StringBuilder(64 + text.length());
    line.append(timestamp.of(at));
    if (debug) {
      line.append(": ").append(level).append(": ").append(pid);
      line.append(" {").append(where).append("} ");
    } else {
      line.append(" xinetd[").append(pid).append("]: ").append(level).append(": ");
      if (level.equals("CRITICAL")) {
        line.append(pid).append(" {").append(where).append("} ");
      }
    }
    line.append(text).append('\n');
    out.write(line.toString().getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
