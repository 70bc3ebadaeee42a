package org.jxinetd.handler.redirect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.ServiceSpec;

class TargetTest {

  @TempDir Path folder;
  private TcpServices services;
  private final Setup setup = new Setup();

  @BeforeEach
  void writeServices() throws IOException {
    Path file = folder.resolve("services");
    Files.writeString(
        file,
        """
        # comment
        domain          53/udp
        domain\t53/tcp
        http            80/tcp          www www-http   # WorldWideWeb
        broken          70000/tcp
        half
        snmp            161/udp
        """);
    services = new TcpServices(file);
  }

  @AfterEach
  void close() {
    setup.close();
  }

  private List<Target> parse(String... words) throws ConfigException {
    ServiceSpec service = Setup.service(words).build();
    return Target.parse(service, service.attribute("redirect").orElseThrow(), services);
  }

  private String refusal(String... words) {
    return assertThrows(ConfigException.class, () -> parse(words)).getMessage();
  }

  private static Target target(String host, int port) {
    return new Target(host, Address.parse(host), port);
  }

  @Test
  void readsNumbersAndNames() throws ConfigException {
    assertEquals(List.of(target("10.1.2.3", 80)), parse("10.1.2.3", "80"));
    assertEquals(List.of(target("fe80::1%2", 65535)), parse("fe80::1%2", "65535"));
    assertEquals(
        List.of(new Target("www-1.example.org", Optional.empty(), 53)),
        parse("www-1.example.org", "domain"));
    assertEquals(List.of(target("::1", 80)), parse("::1", "www-http"));
  }

  @Test
  void readsSeveralTargetsInTheirOrder() throws ConfigException {
    assertEquals(
        List.of(target("10.0.0.1", 80), target("10.0.0.2", 81)),
        parse("10.0.0.1", "80", "10.0.0.2", "81"));
  }

  @Test
  void refusesPortsThatAreNone() {
    assertEquals(
        "xinetd.conf:3: redirect: port number invalid: 0; service red not started",
        refusal("::1", "0"));
    assertEquals(
        "xinetd.conf:3: redirect: port number too large: 65536; service red not started",
        refusal("::1", "65536"));
    refusal("::1", "99999999999999999999");
    for (String name : List.of("snmp", "broken", "half", "70000/tcp", "80/tcp", "-1", "+1", "#")) {
      assertEquals(
          "xinetd.conf:3: redirect: port number invalid: "
              + name
              + " is not in /etc/services for tcp; service red not started",
          refusal("::1", name));
    }
  }

  @Test
  void refusesHostsThatAreNone() {
    for (String host : List.of("10.1.2", "10.1.2.256", "1", ":::1", "fe80::1%eth0", "a b", "a/b")) {
      assertEquals(
          "xinetd.conf:3: redirect: bad address: " + host + "; service red not started",
          refusal(host, "80"));
    }
    refusal("a".repeat(254), "80");
    refusal("", "80");
  }

  @Test
  void refusesHalfPairsAndTooMany() {
    refusal();
    refusal("::1");
    refusal("::1", "80", "::2");
    String[] many = new String[34];
    Arrays.fill(many, "1");
    refusal(many);
  }

  @Test
  void saysAllThatIsWrongAtOnce() {
    ConfigException e =
        assertThrows(ConfigException.class, () -> parse("1.2.3", "0", "::1", "nowhere"));
    assertEquals(3, e.problems().size());
  }

  @Test
  void refusesTimesThatAreNone() {
    for (String attribute : List.of("redirect_connect_timeout", "redirect_idle_timeout")) {
      for (String value : List.of("-1", "x", "1s", "", "99999999")) {
        ServiceSpec service = Setup.service("::1", "80").attribute(attribute, value).build();
        ConfigException e =
            assertThrows(ConfigException.class, () -> setup.handlers().compile(service));
        assertEquals(attribute, e.problems().getFirst().attribute());
      }
    }
  }
}
