package org.jxinetd.services.inet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DaytimeTest {

  private static Daytime at(String instant, String zone) {
    return new Daytime(new OwnPorts(), Clock.fixed(Instant.parse(instant), ZoneId.of(zone)));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-23T15:37:35Z, UTC, 23 NOV 2026 15:37:35 UTC",
    "2026-11-23T15:37:35Z, Z, 23 NOV 2026 15:37:35 UTC",
    "2026-01-02T03:04:05Z, Europe/Paris, 02 JAN 2026 04:04:05 CET",
    "2026-07-31T22:00:00Z, Europe/Paris, 01 AUG 2026 00:00:00 CEST",
    "2026-05-01T00:00:00Z, America/New_York, 30 APR 2026 20:00:00 EDT",
  })
  void writesLocalTimeInTheFormOfXinetd(String instant, String zone, String wanted)
      throws IOException {
    FakeConnection client = new FakeConnection(new byte[0]);
    FakeDatagram datagram = new FakeDatagram(new byte[7]);

    at(instant, zone).serve(client);
    at(instant, zone).answer(datagram);

    assertEquals(wanted + "\r\n", client.got.toString(StandardCharsets.US_ASCII));
    assertEquals(
        wanted + "\r\n", new String(datagram.replies.getFirst(), StandardCharsets.US_ASCII));
  }

  @Test
  void answersAtOnce() {
    assertTrue(new Daytime(new OwnPorts()).brief());
  }

  @Test
  void doesNotAnswerAService() throws IOException {
    FakeDatagram fromEcho = new FakeDatagram("10.0.0.1", 7, new byte[10]);

    new Daytime(new OwnPorts()).answer(fromEcho);

    assertEquals(0, fromEcho.replies.size());
  }
}
