package org.jxinetd.shell.systemd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.jxinetd.api.service.Flag;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.ServiceType;
import org.jxinetd.api.service.SocketType;

class UnitsTest {

  private static ServiceSpec.Builder service(String id) {
    return ServiceSpec.builder("org.jxinetd.service~" + id, id)
        .origin(Origin.of("/etc/xinetd.d/" + id, 3))
        .flag(Flag.NOLIBWRAP)
        .attribute("user", "root")
        .port(2121);
  }

  private static ServiceSpec.Builder cat(String id) {
    return service(id).attribute("server", "/bin/cat");
  }

  private static List<String> lines(ServiceSpec.Builder builder, int unit) {
    Conversion done = Units.of(builder.build());
    assertEquals(List.of(), done.obstacles());
    return done.units().get(unit).lines();
  }

  private static void has(List<String> lines, String... wanted) {
    for (String line : wanted) {
      assertTrue(lines.contains(line), () -> line + " in " + lines);
    }
  }

  @Test
  void givesEachClientOfAStreamServiceAnInstance() {
    ServiceSpec.Builder ftp =
        cat("ftp")
            .flag(Flag.IPV4, Flag.NODELAY)
            .attribute("server_args", "-l", "100%", "$x", "\"q\"")
            .attribute("instances", "7")
            .attribute("per_source", "2")
            .attribute("only_from", "10.1.0.0", "192.168.{1,2}", "2001:db8::/32")
            .attribute("rlimit_as", "64m")
            .attribute("rlimit_cpu", "UNLIMITED")
            .attribute("env", "A=1 2");
    Conversion done = Units.of(ftp.build());
    assertEquals(
        List.of("ftp.socket", "ftp@.service"),
        done.units().stream().map(Conversion.Unit::name).toList());
    String allowed = "IPAddressAllow=10.1.0.0/16 192.168.1.0/24 192.168.2.0/24 2001:db8::/32";
    has(
        lines(ftp, 0),
        "ListenStream=0.0.0.0:2121",
        "Accept=yes",
        "MaxConnections=7",
        "MaxConnectionsPerSource=2",
        "NoDelay=yes",
        allowed,
        "IPAddressDeny=any",
        "WantedBy=sockets.target");
    has(
        lines(ftp, 1),
        "ExecStart=-/bin/cat -l 100%% $$x \"\\\"q\\\"\"",
        "StandardInput=socket",
        "StandardError=inherit",
        "LimitAS=64M",
        "LimitCPU=infinity",
        "Environment=\"A=1 2\"",
        allowed,
        "IPAddressDeny=any");
  }

  @Test
  void handsTheSocketToOneServerThatWaits() {
    ServiceSpec.Builder tftp =
        cat("tftp").socketType(SocketType.DGRAM).protocol("udp", 17).waits(true);
    has(lines(tftp, 0), "ListenDatagram=[::]:2121", "BindIPv6Only=both", "Accept=no");
    assertEquals("tftp.service", Units.of(tftp.build()).units().get(1).name());
  }

  @Test
  void relaysWithTheRelayOfSystemd() {
    ServiceSpec.Builder relay = service("r").attribute("redirect", "::1", "80");
    has(lines(relay, 0), "Accept=no");
    has(
        lines(relay, 1),
        "ExecStart=/lib/systemd/systemd-socket-proxyd --connections-max=100000 [::1]:80");
  }

  @Test
  void neverOpensWhatWasRestricted() {
    assertEquals(
        List.of("only_from holds more than addresses"),
        Units.of(cat("a").attribute("only_from", "10.0.0.0", ".x.org").build()).obstacles());
    assertEquals(
        List.of("no_access = 10.1.0.0/16 is an exception from only_from"),
        Units.of(
                cat("a")
                    .attribute("only_from", "10.0.0.0")
                    .attribute("no_access", "10.1.0.0")
                    .build())
            .obstacles());
    assertEquals(
        1, Units.of(cat("a").attribute("access_times", "8:00-9:00").build()).obstacles().size());
    assertEquals(1, Units.of(cat("a").flag(Flag.IDONLY).build()).obstacles().size());
    assertEquals(1, Units.of(service("a").type(ServiceType.INTERNAL).build()).obstacles().size());
    assertEquals(1, Units.of(cat("a").attribute("bind", "eth0").build()).obstacles().size());
    has(lines(cat("a").attribute("only_from"), 0), "IPAddressDeny=any");
    has(lines(cat("a").attribute("no_access", "10.0.0.0"), 0), "IPAddressDeny=10.0.0.0/8");
  }

  @Test
  void saysWhatIsLost() {
    Conversion done =
        Units.of(cat("a").attribute("user", "nobody").attribute("cps", "25", "30").build());
    assertEquals(3, done.lost().size(), done.lost()::toString);
    assertTrue(done.lost().getFirst().startsWith("cps = 25 30: "), done.lost()::toString);
    assertTrue(done.units().getFirst().lines().contains("# lost: " + done.lost().getFirst()));
  }

  @Test
  void namesUnitsSafely() {
    assertEquals("a\\x2fb\\x40c.d", Words.unit("a/b@c.d"));
    assertEquals("\\x2e.\\x2fx", Words.unit("../x"));
  }
}
