package org.jxinetd.host.daemonlog;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Where daemon messages go: to standard error until {@link #toFile}, {@link #toSyslog} or {@link
 * #debug} says otherwise. Any thread.
 */
public final class DaemonLog {

  private static final DaemonLog INSTANCE = new DaemonLog(System.err, Clock.systemUTC());

  /** Longest message, as in xinetd. */
  static final int LONGEST = 2048;

  private static final int DAEMON_FACILITY = 3;
  private static final Set<String> ECHOED = Set.of("WARNING", "ERROR", "CRITICAL");

  private final Clock clock;
  private final PrintStream console;
  private Output out;
  private boolean elsewhere;
  private boolean debug;
  private boolean echo;

  DaemonLog(PrintStream console, Clock clock) {
    this.console = console;
    this.out = new LineOutput(console, false);
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
        new LineOutput(
            Files.newOutputStream(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND,
                StandardOpenOption.WRITE),
            false);
    elsewhere = true;
  }

  /**
   * Sends to the local syslog daemon from now on. An unknown facility is reported there and {@code
   * daemon} serves, as in xinetd.
   */
  public synchronized void toSyslog(String facility) {
    Optional<Integer> number = SyslogOutput.facility(facility);
    out = new SyslogOutput(number.orElse(DAEMON_FACILITY));
    elsewhere = true;
    if (number.isEmpty()) {
      write("ERROR", "DaemonLog", "Bad syslog facility: " + facility);
    }
  }

  /** The form of {@code -d}: function names behind the process id, on standard error. */
  public synchronized void debug(boolean on) {
    debug = on;
    if (on) {
      out = new LineOutput(console, true);
      elsewhere = false;
    }
  }

  /** Whether messages go somewhere else than to standard error. */
  public synchronized boolean elsewhere() {
    return elsewhere;
  }

  public synchronized boolean debug() {
    return debug;
  }

  /**
   * Whether warnings and errors are shown on standard error as well: while somebody waits there for
   * the daemon's start.
   */
  public synchronized void echo(boolean on) {
    echo = on;
  }

  /**
   * Writes one message.
   *
   * @param level {@code ERROR}, {@code NOTICE}, …
   * @param where what says it, shown with {@code -d} and for CRITICAL
   */
  synchronized void write(String level, String where, String message) {
    Instant now = clock.instant();
    String text = printable(message);
    try {
      out.write(now, level, where, text);
    } catch (IOException e) {
      // the log itself is broken: standard error is the last place to say so
      console.println("xinetd: daemon log: " + e.getMessage());
    }
    if (echo && ECHOED.contains(level)) {
      console.println("xinetd: " + text);
    }
  }

  /** One message stays one line, whatever a client or a file put into it. */
  private static String printable(String message) {
    int end = Math.min(message.length(), LONGEST);
    StringBuilder text = new StringBuilder(end + 16);
    for (int i = 0; i < end; i++) {
      char c = message.charAt(i);
      if (c == '\n') {
        text.append(" | ");
      } else if ((c < ' ' && c != '\t') || c == 127) {
        text.append('?');
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }
}
