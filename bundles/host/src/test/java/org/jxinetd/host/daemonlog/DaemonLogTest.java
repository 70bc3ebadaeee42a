package org.jxinetd.host.daemonlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.MarkerFactory;

class DaemonLogTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final DaemonLog log =
      new DaemonLog(
          new PrintStream(out, true, StandardCharsets.UTF_8),
          Clock.fixed(Instant.parse("2026-11-03T09:05:07Z"), ZoneOffset.UTC));
  private final Logger logger = new DaemonLogger("org.jxinetd.engine.Engine", log);

  private String written() {
    return out.toString(StandardCharsets.UTF_8)
        .replaceAll("^[0-9/]+@[0-9:]+ xinetd\\[[0-9]+\\]", "STAMP");
  }

  @Test
  void writesTheLineFormOfXinetd() {
    logger.warn("bind failed ({} (errno = {}))", "Address already in use", 98);
    assertEquals("STAMP: WARNING: bind failed (Address already in use (errno = 98))\n", written());
  }

  @Test
  void markersGiveTheLevelsThatSlf4jLacks() {
    logger.info(MarkerFactory.getMarker("NOTICE"), "Swapping defaults");
    assertEquals("STAMP: NOTICE: Swapping defaults\n", written());
  }

  @Test
  void criticalMessagesSayWhoSaysThem() {
    logger.error(MarkerFactory.getMarker("CRITICAL"), "no services. Exiting...");
    assertTrue(written().matches("STAMP: CRITICAL: [0-9]+ \\{Engine\\} no services. Exiting...\n"));
  }

  @Test
  void anExceptionIsOneLineWithItsCausesAndNoStackTrace() {
    logger.error("cannot", new IOException("outer", new IllegalStateException("inner")));
    assertEquals("STAMP: ERROR: cannot: outer: IllegalStateException: inner\n", written());
  }

  @Test
  void aMessageStaysOneLineWhateverStandsInIt() {
    logger.info("a\nb\rc\u001b[31m");
    assertEquals("STAMP: INFO: a | b?c?[31m\n", written());
  }

  @Test
  void debugMessagesOfOthersAreKeptForDebugging() {
    new DaemonLogger("org.apache.felix.scr", log).debug("chatter");
    assertEquals("", written());
    logger.debug("ours");
    assertEquals("STAMP: DEBUG: ours\n", written());
  }

  @Test
  void appendsToAFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("log");
    Files.writeString(file, "before\n");
    log.toFile(file);
    logger.info("after");
    assertTrue(Files.readString(file).matches("(?s)before\n.*: INFO: after\n"));
  }

  @Test
  void aLibraryThatComplainsOfEveryStrangerIsHeardOnlyWhenAsked() {
    Logger library = new DaemonLogger("org.apache.sshd.server.session.ServerSessionImpl", log);
    library.error("exceptionCaught", new IOException("connection reset"));
    library.warn("no such method");
    assertEquals("", written());
    log.debug(true);
    library.warn("no such method");
    assertTrue(written().contains("no such method"));
  }
}
