package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** only_from and no_access against clients from many loopback addresses. */
class AccessIT {
  @RegisterExtension final Workbench bench = new Workbench();

  private int echo(String... lines) throws IOException {
    int port = Ports.free();
    daemon =
        bench
            .start(bench.defaults() + Conf.stream("gate", port, Tool.path("cat"), lines))
            .ready(port);
    return port;
  }

  private Daemon daemon;

  @Test
  void admitsOnlyWhomOnlyFromNames() throws IOException {
    int port = echo("only_from = 127.0.0.2 127.1.0.0/16 127.2.3.0 127.3.{4,5}");
    for (String friend : List.of("127.0.0.2", "127.1.9.9", "127.2.3.77", "127.3.5.1")) {
      assertTrue(Client.isAdmitted(port, friend), friend);
    }
    for (String stranger : List.of("127.0.0.1", "127.0.0.3", "127.2.4.1", "127.3.6.1")) {
      assertFalse(Client.isAdmitted(port, stranger), stranger);
      daemon.serviceLog().await("FAIL: gate address from=" + stranger.replace(".", "\\.") + "$");
    }
  }

  @Test
  void keepsOutWhomNoAccessNames() throws IOException {
    int port = echo("no_access = 127.0.0.8/29");
    assertTrue(Client.isAdmitted(port, "127.0.0.7"));
    assertFalse(Client.isAdmitted(port, "127.0.0.8"));
    assertFalse(Client.isAdmitted(port, "127.0.0.15"));
    assertTrue(Client.isAdmitted(port, "127.0.0.16"));
  }

  @Test
  void admitsNobodyWhenOnlyFromIsEmpty() throws IOException {
    int port = echo("only_from =");
    assertFalse(Client.isAdmitted(port, "127.0.0.1"));
    daemon.serviceLog().await("FAIL: gate address from=127\\.0\\.0\\.1$");
  }

  @Test
  void mergesTheListsOfDefaultsAndService() throws IOException {
    int port = Ports.free();
    int other = Ports.free();
    bench
        .start(
            bench.defaults("only_from = 127.0.0.2 127.0.0.3")
                + Conf.stream(
                    "merged",
                    port,
                    Tool.path("cat"),
                    "only_from += 127.0.0.4",
                    "only_from -= 127.0.0.3")
                + Conf.stream("own", other, Tool.path("cat"), "only_from = 127.0.0.5"))
        .ready(port, other);
    assertTrue(Client.isAdmitted(port, "127.0.0.2"));
    assertFalse(Client.isAdmitted(port, "127.0.0.3"));
    assertTrue(Client.isAdmitted(port, "127.0.0.4"));
    assertTrue(Client.isAdmitted(other, "127.0.0.5"));
    assertFalse(Client.isAdmitted(other, "127.0.0.2"));
  }

  @Test
  void refusesAndLogsATie() throws IOException {
    int port = echo("only_from = 127.0.0.2/32", "no_access = 127.0.0.2");
    assertFalse(Client.isAdmitted(port, "127.0.0.2"));
    daemon
        .log()
        .await(
            "Service=gate: only_from list and no_access list match equally the address"
                + " 127\\.0\\.0\\.2");
  }

  @Test
  @Tag("ours")
  void letsTheBetterMatchWin() throws IOException {
    int port = echo("only_from = 127.0.0.0/8 127.0.5.5", "no_access = 127.0.5.0/24 127.9.0.0/16");
    assertTrue(Client.isAdmitted(port, "127.0.0.1"));
    assertFalse(Client.isAdmitted(port, "127.0.5.4"), "the /24 beats the /8");
    assertTrue(Client.isAdmitted(port, "127.0.5.5"), "the address beats the /24");
    assertFalse(Client.isAdmitted(port, "127.9.9.9"));
  }

  @Test
  @Tag("ours")
  void writesALoneFailLineForARefusal() throws IOException {
    int port = echo("no_access = 127.0.0.9");
    assertFalse(Client.isAdmitted(port, "127.0.0.9"));
    assertTrue(Client.isAdmitted(port, "127.0.0.1"));
    daemon.serviceLog().await("EXIT: gate status=0");
    List<String> events =
        daemon.serviceLog().events().stream()
            .map(event -> event.replaceAll("pid=\\d+", "pid=N").replaceAll("=\\d+\\(", "=N("))
            .toList();
    assertEquals(
        List.of(
            "FAIL: gate address from=127.0.0.9",
            "START: gate pid=N from=127.0.0.1",
            "EXIT: gate status=0 pid=N duration=N(sec)"),
        events);
  }

  @Test
  void refusesClientsOfDatagramServicesSilently() throws IOException {
    int port = Ports.free();
    daemon =
        bench
            .start(
                bench.defaults()
                    + Conf.entry(
                        "service echo",
                        "type = INTERNAL UNLISTED",
                        "socket_type = dgram",
                        "protocol = udp",
                        "wait = yes",
                        "flags = IPv4",
                        "port = " + port,
                        "no_access = 127.0.0.1"))
            .ready();
    assertTrue(Client.datagram(port, new byte[] {'x'}, 300).isEmpty());
    daemon.serviceLog().await("FAIL: echo address from=127\\.0\\.0\\.1$");
  }
}
