package org.jxinetd.host.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.jxinetd.host.start.Options.Option;

class OptionsTest {

  @Test
  void readsOptionsWithAndWithoutArguments() throws UsageException {
    Options options = Options.parse("-dontfork", "-f", "/etc/x.conf", "-limit", "12");
    assertTrue(options.has(Option.DONTFORK));
    assertEquals(Path.of("/etc/x.conf"), options.path(Option.FILE).orElseThrow());
    assertEquals(12, options.number(Option.LIMIT, 0));
    assertFalse(options.has(Option.DEBUG));
  }

  @Test
  void makesRelativeFilesAbsolute() throws UsageException {
    assertTrue(Options.parse("-f", "x.conf").path(Option.FILE).orElseThrow().isAbsolute());
  }

  @Test
  void passesOverUnknownOptionsAsXinetdDoes() throws UsageException {
    assertEquals(List.of("-inetd_ipv6"), Options.parse("-inetd_ipv6", "-d").ignored());
  }

  @Test
  void refusesWordsThatAreNoOptions() {
    assertThrows(UsageException.class, () -> Options.parse("start"));
    assertThrows(UsageException.class, () -> Options.parse("-"));
  }

  @Test
  void refusesMissingAndMalformedArguments() {
    assertThrows(UsageException.class, () -> Options.parse("-f"));
    assertThrows(UsageException.class, () -> Options.parse("-f", ""));
    assertThrows(UsageException.class, () -> Options.parse("-limit", "many"));
    assertThrows(UsageException.class, () -> Options.parse("-limit", "99999999999"));
  }

  @Test
  void refusesTwoDestinationsForTheLog() {
    assertThrows(UsageException.class, () -> Options.parse("-filelog", "/x", "-syslog", "daemon"));
  }

  @Test
  void refusesAnIntervalWithoutLength() {
    assertThrows(UsageException.class, () -> Options.parse("-cc", "0"));
  }

  @Test
  void knowsTwoTablesOfSignals() throws UsageException {
    assertEquals("article", Options.parse("-signals", "article").get(Option.SIGNALS).orElseThrow());
    assertThrows(UsageException.class, () -> Options.parse("-signals", "other"));
  }
}
