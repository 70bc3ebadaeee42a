package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Services behind one port, chosen by name. */
@Tag("ours")
class TcpmuxIT {
  private static final String UNAVAILABLE = "-Service not available\r\n";

  @RegisterExtension final Workbench bench = new Workbench();
  private Daemon daemon;

  private static String mux(int port, String... more) {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "type = INTERNAL UNLISTED",
                "socket_type = stream",
                "protocol = tcp",
                "port = " + port,
                "wait = no",
                "user = root",
                "flags = IPv4"));
    lines.addAll(List.of(more));
    return Conf.entry("service tcpmux", lines.toArray(String[]::new));
  }

  private static String behind(String name, String type, String server, String... more) {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "type = " + type + " UNLISTED",
                "socket_type = stream",
                "protocol = tcp",
                "wait = no",
                "user = nobody",
                "server = " + server));
    lines.addAll(List.of(more));
    return Conf.entry("service " + name, lines.toArray(String[]::new));
  }

  private int start(String... entries) throws IOException {
    int port = Ports.free();
    daemon = bench.start(bench.defaults() + mux(port) + String.join("", entries)).ready(port);
    return port;
  }

  @Test
  void runsTheNamedServiceAsItselfWithItsOwnUserLimitsAndLog() throws IOException {
    Path who = bench.script("who.sh", "#!/bin/sh\nread line\necho $(id -un) $REMOTE_HOST $line\n");
    int port = start(behind("whoami", "TCPMUXPLUS", who.toString()));
    assertEquals("+Go\r\nnobody 127.0.0.1 hello\n", Client.exchange(port, "WhoAmI\r\nhello\n"));
    daemon.serviceLog().await("EXIT: whoami status=0 pid=[1-9]\\d* duration");
    List<String> events =
        daemon.serviceLog().events().stream()
            .map(e -> e.replaceAll("pid=[1-9]\\d*", "pid=N").replaceAll("duration=\\d+", "d"))
            .toList();
    assertEquals(
        List.of(
            "START: tcpmux pid=0 from=127.0.0.1",
            "EXIT: tcpmux status=0 pid=0 d(sec)",
            "START: whoami pid=N from=127.0.0.1",
            "EXIT: whoami status=0 pid=N d(sec)"),
        events);
    assertTrue(daemon.log().has("Started working: 1 available service"), "it has no socket");
  }

  @Test
  void leavesTheFirstWordToAServiceOfTypeTcpmux() throws IOException {
    int port = start(behind("plain", "TCPMUX", Tool.path("cat")));
    assertEquals("what follows", Client.exchange(port, "plain\r\nwhat follows"));
  }

  @Test
  void takesANameInSeveralSegments() throws IOException {
    int port = start(behind("pieces", "TCPMUXPLUS", Tool.path("cat")));
    try (Client client = Client.connect(port)) {
      for (String piece : List.of("pi", "ec", "es\r")) {
        client.send(piece);
        assertTrue(client.silentFor(50));
      }
      client.send("\nx").halfClose();
      assertEquals("+Go\r\nx", client.readToEnd());
    }
  }

  @Test
  void listsNamesForHelpAndReachesNothingElse() throws IOException {
    int other = Ports.free();
    int port =
        start(
            behind("one", "TCPMUX", Tool.path("cat")),
            behind("two", "TCPMUXPLUS", Tool.path("cat")),
            Conf.stream("ordinary", other, Tool.path("cat")));
    assertEquals("one\r\ntwo\r\n", Client.exchange(port, "help\r\n"));
    for (String name : List.of("ordinary", "tcpmux", "nosuch")) {
      assertEquals(UNAVAILABLE, Client.exchange(port, name + "\r\nand more"), name);
    }
    assertEquals("-Malformed service name\r\n", Client.exchange(port, "\r\n"));
    assertEquals("-Service name too long\r\n", Client.exchange(port, "x".repeat(1000)));
    assertEquals("", Client.exchange(port, "on"));
  }

  @Test
  void allRulesOfTheTargetCount() throws IOException {
    int port =
        start(
            behind("closed", "TCPMUXPLUS", Tool.path("cat"), "only_from = 127.0.0.9"),
            behind("none", "TCPMUXPLUS", Tool.path("cat"), "instances = 0"),
            behind("few", "TCPMUXPLUS", Tool.path("cat"), "per_source = 1"),
            behind("slow", "TCPMUXPLUS", Tool.path("cat"), "cps = 1 60"));
    assertEquals(UNAVAILABLE, Client.exchange(port, "closed\r\n"));
    daemon.serviceLog().await("FAIL: closed address from=127\\.0\\.0\\.1$");
    assertEquals(UNAVAILABLE, Client.exchange(port, "none\r\n"));
    daemon.serviceLog().await("FAIL: none service_limit from=127\\.0\\.0\\.1$");
    try (Client first = Client.connect(port)) {
      assertEquals("+Go\r\n", first.send("few\r\n").read(5));
      assertEquals(UNAVAILABLE, Client.exchange(port, "few\r\n"));
      daemon.serviceLog().await("FAIL: few per_source_limit from=127\\.0\\.0\\.1$");
    }
    assertEquals("+Go\r\n", Client.exchange(port, "slow\r\n"));
    assertEquals(UNAVAILABLE, Client.exchange(port, "slow\r\n"));
    assertEquals(UNAVAILABLE, Client.exchange(port, "slow\r\n"), "paused by now");
    daemon.serviceLog().awaitCount("FAIL: slow connections per second from=127", 2);
    assertEquals("+Go\r\n", Client.exchange(port, "few\r\n"), "the others go on");
  }

  @Test
  void thePlacesOfTcpmuxAreFreeOnceTheServiceIsChosen() throws IOException {
    int port = Ports.free();
    daemon =
        bench
            .start(
                bench.defaults()
                    + mux(port, "instances = 1")
                    + behind("one", "TCPMUXPLUS", Tool.path("cat")))
            .ready(port);
    try (Client first = Client.connect(port)) {
      assertEquals("+Go\r\n", first.send("one\r\n").read(5));
      try (Client second = Client.connect(port)) {
        assertEquals("+Go\r\n", second.send("one\r\n").read(5));
      }
    }
  }

  @Test
  void aClientThatSaysNothingIsToldToGo() throws IOException {
    int port = Ports.free();
    daemon =
        bench
            .start(
                bench.defaults()
                    + mux(port, "tcpmux_timeout = 1")
                    + behind("one", "TCPMUX", Tool.path("cat")))
            .ready(port);
    assertEquals("-No service name within 1 seconds\r\n", Client.readAll(port, "127.0.0.1"));
  }

  @Test
  void sendsTheBannersOfTheTargetBehindTheReply() throws IOException {
    Path banner = bench.file("banner", "welcome\n");
    Path sorry = bench.file("sorry", "sorry\n");
    int port =
        start(
            behind("open", "TCPMUXPLUS", Tool.path("cat"), "banner = " + banner),
            behind(
                "shut",
                "TCPMUXPLUS",
                Tool.path("cat"),
                "only_from =",
                "banner = " + banner,
                "banner_fail = " + sorry));
    assertEquals("+Go\r\nwelcome\nx", Client.exchange(port, "open\r\nx"));
    assertEquals(UNAVAILABLE + "sorry\n", Client.exchange(port, "shut\r\n"));
  }

  @Test
  void reachesBuiltInServicesAndFollowsAReload() throws IOException {
    int port =
        start(
            Conf.entry(
                "service echo",
                "type = INTERNAL UNLISTED TCPMUXPLUS",
                "socket_type = stream",
                "protocol = tcp",
                "wait = no"));
    assertEquals("+Go\r\nhello", Client.exchange(port, "echo\r\nhello"));
    daemon.reconfigure(bench.defaults() + mux(port) + behind("new", "TCPMUX", Tool.path("cat")));
    assertEquals(UNAVAILABLE, Client.exchange(port, "echo\r\nhello"));
    assertEquals("x", Client.exchange(port, "new\r\nx"));
  }

  @Test
  void aWaitingServiceBehindTcpmuxIsServedAllTheSame() throws IOException {
    int port =
        start(behind("w", "TCPMUXPLUS", Tool.path("cat")).replace("wait = no", "wait = yes"));
    assertEquals("+Go\r\nx", Client.exchange(port, "w\r\nx"));
    assertTrue(
        daemon.log().has("tcpmux has no socket to wait on; service w runs as with wait = no"),
        daemon.log().text());
    assertFalse(daemon.serviceLog().has("FAIL"), daemon.serviceLog().text());
  }
}
