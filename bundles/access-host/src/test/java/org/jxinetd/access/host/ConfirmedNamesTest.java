package org.jxinetd.access.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jxinetd.api.access.HostNames;
import org.jxinetd.api.access.HostNames.Called;
import org.jxinetd.api.service.Address;

class ConfirmedNamesTest {

  private static final Duration LIMIT = Duration.ofSeconds(1);

  @TempDir Path etc;
  private final FakeDns dns = new FakeDns();

  private HostPatterns names(Duration limit) {
    return new HostPatterns(
        new Names(
            new NameSwitch(etc.resolve("nsswitch.conf"), System::nanoTime),
            new HostsFile(etc.resolve("hosts"), System::nanoTime),
            dns,
            () -> Search.NONE,
            System::nanoTime),
        limit);
  }

  private Called of(String address) {
    return names(LIMIT).of(Address.parse(address).orElseThrow(), LIMIT);
  }

  @Test
  void tellsConfirmedNamesFromOthers() {
    dns.host("192.0.2.1", "gate.example.com");
    dns.names.put("192.0.2.2", List.of("GATE.example.com."));
    dns.names.put("192.0.2.3", List.of("10.0.0.1"));
    dns.host("192.0.2.5", "six.example.com");
    dns.names.put("192.0.2.5", List.of("nowhere.example", "six.example.com", "gate.example.com"));
    assertEquals(new Called.Confirmed("gate.example.com"), of("192.0.2.1"));
    assertEquals(new Called.Confirmed("gate.example.com"), of("::ffff:192.0.2.1"));
    assertEquals(
        new Called.Unconfirmed(
            "192.0.2.2 claims to be gate.example.com, which does not lead back to it"),
        of("192.0.2.2"));
    assertEquals(new Called.Unconfirmed("192.0.2.3 claims a name that is none"), of("192.0.2.3"));
    assertEquals(new Called.Unknown("192.0.2.4 has no name"), of("192.0.2.4"));
    assertEquals(new Called.Confirmed("six.example.com"), of("192.0.2.5"));
  }

  @Test
  void aNameServerThatFailsLeavesTheNameUnknown() {
    dns.host("192.0.2.1", "gate.example.com");
    dns.failure = "SERVFAIL";
    assertTrue(of("192.0.2.9") instanceof Called.Unknown);
  }

  @Test
  void waitsForTheShorterOfBothLimits() {
    dns.slow.put("192.0.2.1", new CompletableFuture<>());
    Address client = Address.parse("192.0.2.1").orElseThrow();
    for (List<Duration> limits :
        List.of(
            List.of(Duration.ofMillis(150), Duration.ofSeconds(30)),
            List.of(Duration.ofSeconds(30), Duration.ofMillis(150)))) {
      HostNames names = names(limits.getFirst());
      assertEquals(limits.getFirst(), names.patience());
      long before = System.nanoTime();
      assertEquals(
          new Called.Unknown("the name of 192.0.2.1 did not come in time"),
          names.of(client, limits.getLast()));
      long waited = System.nanoTime() - before;
      assertTrue(waited >= 150_000_000L && waited < 20_000_000_000L, waited + " ns");
    }
  }

  @Test
  void whatComesAfterTheEndIsNoAnswer() {
    dns.host("192.0.2.1", "gate.example.com");
    HostPatterns names = names(LIMIT);
    Address client = Address.parse("192.0.2.1").orElseThrow();
    assertEquals(new Called.Confirmed("gate.example.com"), names.of(client, LIMIT));
    names.close();
    assertThrows(IllegalStateException.class, () -> names.of(client, LIMIT));
  }
}
