package org.jxinetd.services.inet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeTest {

  private static Time at(String instant) {
    return new Time(new OwnPorts(), Clock.fixed(Instant.parse(instant), ZoneOffset.UTC));
  }

  @ParameterizedTest
  @CsvSource({ // the first four are the examples of RFC 868
    "1970-01-01T00:00:00Z, 2208988800",
    "1976-01-01T00:00:00Z, 2398291200",
    "1980-01-01T00:00:00Z, 2524521600",
    "1983-05-01T00:00:00Z, 2629584000",
    "2036-02-07T06:28:15Z, 4294967295",
    "2036-02-07T06:28:16Z, 0",
    "2036-02-07T06:28:17Z, 1",
  })
  void countsSecondsSince1900In32Bits(String instant, long wanted) throws IOException {
    FakeConnection client = new FakeConnection(new byte[0]);
    FakeDatagram datagram = new FakeDatagram(new byte[0]);

    at(instant).serve(client);
    at(instant).answer(datagram);

    assertEquals(4, client.got.size());
    assertEquals(
        wanted, Integer.toUnsignedLong(ByteBuffer.wrap(client.got.toByteArray()).getInt()));
    assertEquals(4, datagram.replies.getFirst().length);
    assertEquals(
        wanted, Integer.toUnsignedLong(ByteBuffer.wrap(datagram.replies.getFirst()).getInt()));
  }

  @Test
  void answersAtOnceButNoService() throws IOException {
    FakeDatagram fromTime = new FakeDatagram("10.0.0.1", 37, new byte[10]);

    new Time(new OwnPorts()).answer(fromTime);

    assertEquals(0, fromTime.replies.size());
    assertTrue(new Time(new OwnPorts()).brief());
  }
}
