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
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.ServiceType;
import org.jxinetd.api.service.SocketType;
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
    return new SourceGuard(new OwnPorts(), clock, said.logger());
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
    SourceGuard guard = new SourceGuard(new OwnPorts(), Clock.systemUTC(), NOPLogger.NOP_LOGGER);

    assertEquals(admitted, guard.admits(new FakeDatagram(address, port, new byte[1])));
  }

  @Test
  void aServiceOfThisDaemonIsNoClient() {
    OwnPorts own = new OwnPorts();
    SourceGuard guard = new SourceGuard(own, Clock.systemUTC(), NOPLogger.NOP_LOGGER);
    FakeDatagram datagram = new FakeDatagram("127.0.0.1", 10007, new byte[1]);
    ServiceSpec.Builder echo =
        ServiceSpec.builder("pid~echo", "echo").socketType(SocketType.DGRAM).protocol("udp", 17);
    List<Endpoint> at = List.of(new Endpoint(Address.inet(0x7f000001), 10007));

    own.opened(echo.build(), at); // an external server may be a client of ours
    assertTrue(guard.admits(datagram));
    own.opened(echo.type(ServiceType.INTERNAL).build(), at);
    assertFalse(guard.admits(datagram));
    own.closed(echo.build());
    assertTrue(guard.admits(datagram));
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
