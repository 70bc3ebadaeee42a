package org.jxinetd.host.daemonlog;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.jxinetd.api.log.Timestamp;

/**
 * Where daemon messages go: to standard error until {@link #toFile} or {@link #debug} says
 * otherwise. One line a message, written whole. Any thread.
 */
public final class DaemonLog {

  private static final DaemonLog INSTANCE = new DaemonLog(System.err, Clock.systemUTC());

  /** Longest message, as in xinetd. */
  static final int LONGEST = 2048;

  private final Clock clock;
  private final Timestamp timestamp = new Timestamp(ZoneId.systemDefault());
  private final long pid = ProcessHandle.current().pid();
  private OutputStream out;
  private boolean debug;

  DaemonLog(PrintStream out, Clock clock) {
    this.out = out;
    this.clock = clock;
  }

  /** The log of this process. */
  public static DaemonLog get() {
    return INSTANCE;
  }

  /**
   * Appends to a file from now on, which is created with the mode that the umask leaves of 0644.
   */
  public synchronized void toFile(Path file) throws IOException {
    out =
        Files.newOutputStream(
            file, StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.WRITE);
  }

  /** The form of {@code -d}: function names behind the process id, on standard error. */
  public synchronized void debug(boolean on) {
    debug = on;
  }

  public synchronized boolean debug() {
    return debug;
  }

  /**
   * Writes one message.
   *
   * @param level {@code ERROR}, {@code NOTICE}, …
   * @param where what says it, shown with {@code -d} and for CRITICAL
   */
  synchronized void write(String level, String where, String message) {
    Instant now = clock.instant();
    StringBuilder line = new StringBuilder(64 + message.length());
    line.append(timestamp.of(now));
    if (debug) {
      line.append(": ").append(level).append(": ").append(pid);
      line.append(" {").append(where).append("} ");
    } else {
      line.append(" xinetd[").append(pid).append("]: ").append(level).append(": ");
      if (level.equals("CRITICAL")) {
        line.append(pid).append(" {").append(where).append("} ");
      }
    }
    appendPrintable(line, message);
    line.append('\n');
    try {
      out.write(line.toString().getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      // the log itself is broken: standard error is the last place to say so
      System.err.println("xinetd: daemon log: " + e.getMessage());
    }
  }

  /** One message stays one line, whatever a client or a file put into it. */
  private static void appendPrintable(StringBuilder line, String message) {
    int end = Math.min(message.length(), LONGEST);
    for (int i = 0; i < end; i++) {
      char c = message.charAt(i);
      if (c == '\n') {
        line.append(" | ");
      } else if ((c < ' ' && c != '\t') || c == 127) {
        line.append('?');
      } else {
        line.append(c);
      }
    }
  }
}
