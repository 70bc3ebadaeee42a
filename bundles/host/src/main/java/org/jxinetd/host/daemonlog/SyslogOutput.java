package org.jxinetd.host.daemonlog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jxinetd.linux.Fd;
import org.jxinetd.linux.LocalSockets;
import org.jxinetd.linux.OsException;
import org.jxinetd.linux.Poller;
import org.jxinetd.linux.Sockets;
import org.jxinetd.linux.SyslogFacility;

/**
 * The local syslog daemon, as syslog(3) speaks to it: {@code <PRI>Mon DD HH:MM:SS xinetd[PID]:
 * TEXT}. A daemon that is absent is tried anew with each message; what is lost meanwhile is counted
 * and said when it is back. A full queue is waited for a moment only.
 */
final class SyslogOutput implements Output {

  private static final Path SOCKET = Path.of("/dev/log");
  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final int WARNING = 4;

  private static final Map<String, Integer> LEVELS =
      Map.of("CRITICAL", 2, "ERROR", 3, "WARNING", WARNING, "NOTICE", 5, "INFO", 6, "DEBUG", 7);

  private final Path socket;
  private final int facility;
  private final DateTimeFormatter stamp =
      DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
  private final long pid = ProcessHandle.current().pid();
  private Fd fd; // null while not connected
  private long lost;

  SyslogOutput(int facility) {
    this(SOCKET, facility);
  }

  SyslogOutput(Path socket, int facility) {
    this.socket = socket;
    this.facility = facility;
  }

  /** The number of a facility; empty for a word that is none. */
  static Optional<Integer> facility(String word) {
    return SyslogFacility.number(word);
  }

  @Override
  public void write(Instant at, String level, String where, String text) throws IOException {
    if (lost > 0) {
      byte[] gap = message(at, WARNING, "messages lost while syslog was away: " + lost);
      if (!sent(gap)) {
        lost++;
        return;
      }
      lost = 0;
    }
    String shown = level.equals("CRITICAL") ? pid + " {" + where + "} " + text : text;
    if (!sent(message(at, LEVELS.getOrDefault(level, WARNING), shown))) {
      lost++;
    }
  }

  private byte[] message(Instant at, int level, String text) {
    String line =
        "<" + (facility * 8 + level) + ">" + stamp.format(at) + " xinetd[" + pid + "]: " + text;
    return line.getBytes(StandardCharsets.UTF_8);
  }

  /** False when the daemon is away or takes nothing. */
  private boolean sent(byte[] message) {
    for (int attempt = 0; attempt < 2; attempt++) {
      try {
        if (fd == null) {
          connect();
        }
        return queued(message);
      } catch (OsException gone) {
        close(); // restarted, perhaps: once more over a new connection
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return false;
  }

  private boolean queued(byte[] message) throws OsException, InterruptedException {
    while (Sockets.write(fd, message, 0, message.length) == Sockets.WOULD_BLOCK) {
      if (!Poller.await(fd, Poller.WRITE, PATIENCE_NANOS)) {
        return false;
      }
    }
    return true;
  }

  private void connect() throws OsException {
    Fd fresh = LocalSockets.openDatagram();
    try {
      LocalSockets.connect(fresh, socket);
      fd = fresh;
    } finally {
      if (fd != fresh) {
        fresh.close();
      }
    }
  }

  private void close() {
    if (fd != null) {
      fd.close();
      fd = null;
    }
  }
}
