package org.jxinetd.host.daemonlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jxinetd.linux.Fd;
import org.jxinetd.linux.LocalSockets;
import org.jxinetd.linux.OsException;
import org.jxinetd.linux.Sockets;

class SyslogOutputTest {

  private static final Instant THEN = Instant.parse("2026-11-03T09:05:07Z");
  private static final int LOCAL5 = 21;

  @TempDir Path folder;

  private Fd receiver(Path at) throws OsException {
    Fd fd = LocalSockets.openDatagram();
    LocalSockets.bind(fd, at);
    return fd;
  }

  /** The next message, its stamp and process id taken out. */
  private static String next(Fd receiver) throws IOException {
    byte[] buffer = new byte[4096];
    int n = Sockets.read(receiver, buffer, 0, buffer.length);
    return n < 0
        ? "nothing"
        : new String(buffer, 0, n, StandardCharsets.UTF_8)
            .replaceFirst("[A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d xinetd\\[\\d+\\]", "STAMP");
  }

  @Test
  void writesWhatSyslogWrites() throws IOException {
    Path socket = folder.resolve("log");
    try (Fd receiver = receiver(socket)) {
      SyslogOutput out = new SyslogOutput(socket, LOCAL5);
      out.write(THEN, "NOTICE", "Daemon", "Started working");
      assertEquals("<173>STAMP: Started working", next(receiver));
      out.write(THEN, "CRITICAL", "Daemon", "no services");
      assertTrue(next(receiver).matches("<170>STAMP: \\d+ \\{Daemon\\} no services"));
      assertEquals("nothing", next(receiver));
    }
  }

  @Test
  void saysHowMuchWasLostWhenTheDaemonIsBack() throws IOException {
    Path socket = folder.resolve("log");
    SyslogOutput out = new SyslogOutput(socket, LOCAL5);
    out.write(THEN, "INFO", "x", "lost");
    try (Fd receiver = receiver(socket)) {
      out.write(THEN, "INFO", "x", "first");
      assertEquals("<172>STAMP: messages lost while syslog was away: 1", next(receiver));
      assertEquals("<174>STAMP: first", next(receiver));
    }
    Files.delete(socket);
    out.write(THEN, "INFO", "x", "lost");
    out.write(THEN, "INFO", "x", "lost");
    try (Fd receiver = receiver(socket)) {
      out.write(THEN, "INFO", "x", "again");
      assertEquals("<172>STAMP: messages lost while syslog was away: 2", next(receiver));
      assertEquals("<174>STAMP: again", next(receiver));
    }
  }

  @Test
  void knowsTheFacilitiesByName() {
    assertEquals(Optional.of(LOCAL5), SyslogOutput.facility("LOCAL5"));
    assertEquals(Optional.empty(), SyslogOutput.facility("nonsense"));
  }
}
