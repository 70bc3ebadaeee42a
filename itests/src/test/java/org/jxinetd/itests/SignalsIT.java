package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What each signal does; the same tests hold for xinetd, but for those that are ours. */
class SignalsIT {
  private static final String ME = "127.0.0.1";

  @RegisterExtension final Workbench bench = new Workbench();
  private int cat;
  private int echo;
  private int datagrams;

  @BeforeEach
  void choosePorts() throws IOException {
    cat = Ports.free();
    echo = Ports.free();
    datagrams = Ports.free();
  }

  private String echoService() {
    return Conf.entry(
        "service echo",
        "type = INTERNAL UNLISTED",
        "id = inside",
        "socket_type = stream",
        "protocol = tcp",
        "port = " + echo,
        "wait = no",
        "flags = IPv4");
  }

  private String services() {
    return bench.defaults("instances = 7")
        + Conf.stream("cat", cat, Tool.path("cat"), "umask = 27", "nice = 3", "groups = yes")
        + Conf.waiting("sleeper", "dgram", datagrams, Tool.path("sleep"), "server_args = 600")
        + echoService();
  }

  /** A server whose /run is its own, so that dumps of both servers can be read from outside. */
  private Daemon start(String config, String... options) throws IOException {
    String script = "mount -t tmpfs none /run && exec \"$@\" " + String.join(" ", options);
    return bench.start(config, Map.of(), Tool.path("unshare"), "--mount", "sh", "-c", script, "sh");
  }

  private LogFile dumpOf(Daemon daemon) throws IOException {
    return new LogFile(
        ProgramUnderTest.get().peer()
            ? Path.of("/proc/" + daemon.pid() + "/root/run/xinetd.dump")
            : bench.folder().resolve("state/xinetd.dump"));
  }

  private static String mode(Path file) throws IOException {
    return Tool.run(Tool.path("stat"), "-c", "%a", file.toString()).ok().output().strip();
  }

  /** What differs from one run to the next. */
  private String steady(String dump) throws IOException {
    return dump.replaceFirst("INTERNAL STATE DUMP: .*", "INTERNAL STATE DUMP: VERSION")
        .replaceAll(
            "(Current time:|start_time =) \\w{3} \\w{3} [ \\d]\\d [\\d:]{8} \\d{4}", "$1 TIME")
        .replaceAll("(service fd|descriptor|pid) = \\d+", "$1 = N")
        .replaceAll("(remote_address = 127.0.0.1),\\d+", "$1,PORT")
        .replaceFirst("Socket mask:( \\d+)+", "Socket mask: N")
        .replaceFirst("pfds_last = \\d+", "pfds_last = N")
        .replaceFirst("(Open descriptors .*:)( \\d+)+", "$1 N")
        .replaceFirst("descriptors_free = \\d+", "descriptors_free = N")
        .replaceFirst("max_descriptors = \\d+", "max_descriptors = N")
        .replace(Integer.toString(cat), "CAT")
        .replace(Integer.toString(datagrams), "DATAGRAMS")
        .replace(Integer.toString(echo), "ECHO")
        .replace(bench.folder().toString(), "FOLDER");
  }

  /** The text that xinetd 2.3.15.3 wrote for these services; both servers are held to it. */
  private static String expected() throws IOException {
    return Files.readString(Path.of("src/test/resources/dump.txt"));
  }

  @Test
  void dumpsItsStateOnUsr1() throws IOException {
    Daemon daemon = start(services()).ready(cat, echo);
    try (Client outside = Client.admitted(cat, ME).orElseThrow();
        Client inside = Client.admitted(echo, ME).orElseThrow()) {
      assertEquals("ab", outside.send("a").read(1) + inside.send("b").read(1));
      Client.datagram(datagrams, new byte[] {1}, 1);
      daemon.serviceLog().await("START: sleeper");
      daemon.signal("USR1");
      daemon.log().await("INFO: generated state dump in file .*xinetd\\.dump$");
      LogFile dump = dumpOf(daemon);
      assertEquals(expected(), sorted(steady(dump.text())));
      assertEquals("644", mode(dump.path()));
      daemon.signal("USR1");
      dump.awaitCount("^END OF DUMP$", 2);
    }
    endSleeper(daemon);
  }

  /** The servers in the order of their ids: ours are listed by age, xinetd's as it finds them. */
  private static String sorted(String dump) {
    int begin = dump.indexOf("Server table dump:\n") + "Server table dump:\n".length();
    int end = dump.indexOf("\nRetry table dump:");
    List<String> blocks =
        List.of(dump.substring(begin, end).split("(?<=writes_to_log = NO\n\n)")).stream()
            .sorted()
            .toList();
    return dump.substring(0, begin) + String.join("", blocks) + dump.substring(end);
  }

  private static void endSleeper(Daemon daemon) throws IOException {
    String pid = daemon.serviceLog().await("START: sleeper pid=(\\d+)").group(1);
    Tool.run(Tool.path("kill"), "-KILL", pid).ok();
    daemon.serviceLog().await("EXIT: sleeper signal=9 pid=" + pid);
  }

  @Test
  void checksItsConsistencyOnAbrt() throws IOException {
    Daemon daemon = bench.start(services()).ready(cat);
    daemon.signal("ABRT");
    daemon.log().await("INFO: Consistency check passed$");
    assertEquals("x", Client.exchange(cat, "x"));
  }

  @Test
  void ignoresSignalsThatHaveNoMeaning() throws IOException {
    Daemon daemon = bench.start(services()).ready(cat);
    for (String name :
        List.of(
            "INT", "ALRM", "PIPE", "TSTP", "TTIN", "TTOU", "CONT", "WINCH", "URG", "VTALRM", "PROF",
            "IO", "PWR")) {
      daemon.signal(name);
    }
    daemon.signal("ABRT"); // comes after the others
    daemon.log().await("Consistency check passed$");
    assertEquals("x", Client.exchange(cat, "x"));
  }

  @Test
  void reconfiguresOnUsr2() throws IOException {
    Daemon daemon = bench.start(services()).ready(cat);
    daemon.configure(bench.defaults() + Conf.stream("cat", cat, Tool.path("cat")));
    daemon.signal("USR2");
    daemon.log().await("Reconfigured: new=0 old=1 dropped=2 \\(services\\)");
  }

  @Test
  @Tag("ours")
  void tellsTheSignalOfServersThatItEnds() throws IOException {
    Daemon daemon = bench.start(services()).ready(cat);
    try (Client session = Client.admitted(cat, ME).orElseThrow()) {
      String pid = daemon.serviceLog().await("START: cat pid=(\\d+)").group(1);
      daemon.reconfigure(bench.defaults() + echoService());
      assertEquals("", session.readToEnd());
      daemon.serviceLog().await("EXIT: cat signal=15 pid=" + pid);
    }
  }

  @Test
  @Tag("ours")
  void closesWhatItServesItselfOnTerm() throws IOException {
    Daemon daemon = bench.start(services()).ready(cat, echo);
    try (Client outside = Client.admitted(cat, ME).orElseThrow();
        Client inside = Client.admitted(echo, ME).orElseThrow()) {
      daemon.stopCleanly();
      assertEquals("", inside.readToEnd());
      daemon.serviceLog().await("EXIT: inside status=0 pid=0");
      assertTrue(daemon.log().has("Sending signal 15 to inside server 0$"));
      assertEquals("on", outside.send("on").read(2), "servers of their own live on");
    }
  }

  @Test
  @Tag("ours")
  void checksItsConsistencyAgainAndAgainInSilence() throws IOException {
    Daemon daemon = start(services(), "-cc", "1").ready(cat);
    daemon.signal("ABRT");
    daemon.log().await("Consistency check passed");
    daemon.signal("ABRT");
    daemon.log().awaitCount("Consistency check passed", 2);
    assertFalse(daemon.log().has("Consistency check detected"));
    assertEquals(2, daemon.log().count("Consistency check"));
  }

  @Test
  @Tag("ours")
  void endsWithOneOnIntWhileDebugging() throws IOException {
    Daemon daemon = start(services(), "-d");
    daemon.console().await("\\{\\w+\\} Started working: 3 available services$");
    assertTrue(daemon.console().has("^Service configuration: cat$"), "the dump is printed");
    daemon.signal("INT");
    assertEquals(1, daemon.exitStatus());
    assertFalse(Files.exists(daemon.pidFile()));
  }

  @Test
  @Tag("ours")
  void takesTheSignalsOfTheArticle() throws IOException {
    Daemon daemon = start(services(), "-signals", "article").ready(cat, echo);
    try (Client session = Client.admitted(cat, ME).orElseThrow()) {
      daemon.signal("HUP");
      dumpOf(daemon).await("^END OF DUMP$");
      daemon.configure(bench.defaults() + echoService());
      daemon.signal("USR1");
      daemon.log().await("Reconfigured: new=0 old=1 dropped=2");
      Await.until("the port is closed", () -> !ProcFs.listening(cat));
      assertEquals("on", session.send("on").read(2), "a soft reconfiguration ends nobody");
      daemon.configure(services());
      daemon.signal("USR1");
      daemon.log().await("Reconfigured: new=2 old=1 dropped=0");
    }
    try (Client session = Client.admitted(cat, ME).orElseThrow()) {
      daemon.configure(bench.defaults() + echoService());
      daemon.signal("USR2");
      assertEquals("", session.readToEnd(), "a hard one does");
    }
  }

  @Test
  @Tag("ours")
  void followsNoLinkForItsDump() throws IOException {
    Daemon daemon = bench.start(services()).ready(cat);
    Path precious = bench.file("precious", "precious");
    Files.createSymbolicLink(bench.folder().resolve("state/xinetd.dump"), precious);
    daemon.signal("USR1");
    daemon.log().await("ERROR: .*xinetd\\.dump is not a regular file");
    assertEquals("precious", Files.readString(precious));
  }
}
