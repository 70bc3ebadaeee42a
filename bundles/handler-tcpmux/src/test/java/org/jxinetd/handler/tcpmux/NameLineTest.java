package org.jxinetd.handler.tcpmux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameLineTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static NameLine.Read read(FakeConnection client) throws IOException {
    return new NameLine(System::nanoTime).read(client, LIMIT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"m2\r\n", "m2\n"})
  void readsANameUpToTheEndOfTheLine(String line) throws IOException {
    FakeConnection client = new FakeConnection(line + "for the service", true);
    assertEquals(new NameLine.Read.Name("m2"), read(client));
    assertEquals("for the service", client.unread());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\n", "\n", "m 2\r\n", "m\u0000\r\n", "m\r2\r\n", "caf\u00e9\r\n"})
  void takesNothingElseForAName(String line) throws IOException {
    assertEquals(
        new NameLine.Read.Nonsense("Malformed service name"), read(new FakeConnection(line, true)));
  }

  @Test
  void givesUpOnALongName() throws IOException {
    FakeConnection longest = new FakeConnection("x".repeat(NameLine.LONGEST - 1) + "\r\n", true);
    assertInstanceOf(NameLine.Read.Name.class, read(longest));
    FakeConnection flood = new FakeConnection("x".repeat(100_000), true);
    assertEquals(new NameLine.Read.Nonsense("Service name too long"), read(flood));
  }

  @Test
  void aClientThatGoesAwayIsNoError() throws IOException {
    assertEquals(new NameLine.Read.Gone(), read(new FakeConnection("m2", false)));
  }

  @Test
  void aClientThatIsSilentIsLate() throws IOException {
    assertEquals(
        new NameLine.Read.Nonsense("No service name within 30 seconds"),
        read(new FakeConnection("m2", true)));
  }

  @Test
  void bytesThatDripDoNotStretchTheLimit() throws IOException {
    AtomicLong clock = new AtomicLong();
    NameLine line = new NameLine(() -> clock.getAndAdd(Duration.ofSeconds(1).toNanos()));
    assertEquals(
        new NameLine.Read.Nonsense("No service name within 30 seconds"),
        line.read(new FakeConnection("x".repeat(100) + "\r\n", true), LIMIT));
  }
}
