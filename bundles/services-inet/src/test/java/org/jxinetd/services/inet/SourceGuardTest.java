package org.jxinetd.services.inet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.helpers.NOPLogger;

class SourceGuardTest {

  private final Said said = new Said();
  private Instant now = Instant.EPOCH;

  private SourceGuard guard() {
    Clock clock =
        new Clock() {
          @Override
          public ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return InstantSource.fixed(now).withZone(zone);
          }

          @Override
          public Instant instant() {
            return now;
          }
        };
    return new SourceGuard(clock, said.logger());
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 0, false",
    "127.0.0.1, 7, false",
    "127.0.0.1, 1023, false",
    "127.0.0.1, 1024, true",
    "::1, 65535, true",
    "::ffff:10.0.0.1, 40000, true",
    "224.0.0.1, 40000, false",
    "ff02::1, 40000, false",
    "0.0.0.0, 40000, false",
    "::, 40000, false",
  })
  void admitsOnlyWhatAClientCanSend(String address, int port, boolean admitted) {
    SourceGuard guard = new SourceGuard(Clock.systemUTC(), NOPLogger.NOP_LOGGER);

    assertEquals(admitted, guard.admits(new FakeDatagram(address, port, new byte[1])));
  }

  @Test
  void warnsOnceInAWhileAndCountsTheRest() {
    SourceGuard guard = guard();
    FakeDatagram bad = new FakeDatagram("10.0.0.1", 19, new byte[1]);

    for (int i = 0; i < 1000; i++) {
      assertFalse(guard.admits(bad));
    }
    assertEquals(List.of("warn Possible Denial of Service attack from 10.0.0.1 19"), said.lines);
    now = now.plus(Duration.ofSeconds(10));
    assertFalse(guard.admits(bad));

    assertEquals(
        List.of(
            "warn 999 more datagrams from ports of services were dropped",
            "warn Possible Denial of Service attack from 10.0.0.1 19"),
        said.lines.subList(1, said.lines.size()));
    assertTrue(guard.admits(new FakeDatagram("10.0.0.1", 4000, new byte[1])));
  }
}
