package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** USERID and IDONLY with a client host of the test's own: a network namespace. */
@Tag("ours")
class IdentIT {
  private static final String SERVER = "10.213.113.1";
  private static final String CLIENT = "10.213.113.2";
  private static final String HOST = "jxident";

  /** Listens and lets the queue run full: who connects then gets no answer of any kind. */
  private static final String DROPS =
      "use Socket; socket(S,PF_INET,SOCK_STREAM,6); setsockopt(S,SOL_SOCKET,SO_REUSEADDR,1);"
          + " bind(S,sockaddr_in(113,inet_aton('"
          + CLIENT
          + "'))) or die; listen(S,0); for (1..2) { socket(my $c,PF_INET,SOCK_STREAM,6);"
          + " use Fcntl; fcntl($c,F_SETFL,O_NONBLOCK); connect($c,sockaddr_in(113,inet_aton('"
          + CLIENT
          + "'))); push @c,$c; } sleep 60;";

  /** Knows everybody as alice. */
  private static final String ANSWERS =
      "use Socket; socket(S,PF_INET,SOCK_STREAM,6); setsockopt(S,SOL_SOCKET,SO_REUSEADDR,1);"
          + " bind(S,sockaddr_in(113,inet_aton('"
          + CLIENT
          + "'))) or die; listen(S,9); while (accept(C,S)) { my $q = <C>; $q =~ s/\\s+$//;"
          + " syswrite(C, \"$q : USERID : UNIX : alice\\r\\n\"); close(C); }";

  @RegisterExtension final Workbench bench = new Workbench();
  private final int port = Ports.free();
  private Process ident;

  IdentIT() throws IOException {}

  private static void ip(String... words) throws IOException {
    String[] command = new String[words.length + 1];
    command[0] = Tool.path("ip");
    System.arraycopy(words, 0, command, 1, words.length);
    Tool.run(command).ok();
  }

  @BeforeEach
  void openHost() throws IOException {
    closeLeftovers();
    ip("netns", "add", HOST);
    ip("link", "add", "jxid0", "type", "veth", "peer", "name", "jxid1", "netns", HOST);
    ip("addr", "add", SERVER + "/30", "dev", "jxid0");
    ip("link", "set", "jxid0", "up");
    ip("-n", HOST, "addr", "add", CLIENT + "/30", "dev", "jxid1");
    ip("-n", HOST, "link", "set", "jxid1", "up");
    ip("-n", HOST, "link", "set", "lo", "up");
  }

  @AfterEach
  void closeHost() throws IOException {
    if (ident != null) {
      ident.destroyForcibly();
    }
    closeLeftovers();
  }

  private static void closeLeftovers() throws IOException {
    Tool.run(Tool.path("ip"), "netns", "del", HOST);
    Tool.run(Tool.path("ip"), "link", "del", "jxid0");
  }

  private void ident(String program) throws IOException {
    ident =
        new ProcessBuilder(Tool.path("ip"), "netns", "exec", HOST, Tool.path("perl"), "-e", program)
            .inheritIO()
            .start();
    Await.until(
        "port 113 listens",
        () ->
            Tool.run(Tool.path("ip"), "netns", "exec", HOST, Tool.path("cat"), "/proc/net/tcp")
                .output()
                .contains(":0071 00000000:0000 0A"));
  }

  private Daemon start(String... lines) throws IOException {
    String[] all = new String[lines.length + 1];
    all[0] = "log_on_success = PID HOST EXIT USERID";
    System.arraycopy(lines, 0, all, 1, lines.length);
    return bench
        .start(bench.defaults() + Conf.stream("pop3", port, Tool.path("date"), all))
        .ready(port);
  }

  /** What a client of that host gets; how long it takes is for the caller to look at. */
  private String visit() throws IOException {
    return Tool.run(
            Tool.path("ip"),
            "netns",
            "exec",
            HOST,
            Tool.path("nc"),
            "-d",
            "-w",
            "20",
            SERVER,
            Integer.toString(port))
        .output();
  }

  @Test
  void aHostThatDropsTheQuestionDelaysNothing() throws IOException {
    ident(DROPS);
    Daemon daemon = start();
    long before = System.nanoTime();
    String said = visit();
    Duration took = Duration.ofNanos(System.nanoTime() - before);
    System.out.println("client host drops port 113: served after " + took.toMillis() + " ms");
    assertFalse(said.isBlank());
    assertTrue(took.toMillis() < 3_000, took.toString());
    daemon.serviceLog().await("EXIT: pop3 status=0");
    assertEquals(0, daemon.serviceLog().count("USERID"));
  }

  @Test
  void logsWhomTheHostNames() throws IOException {
    ident(ANSWERS);
    Daemon daemon = start("log_on_failure = HOST USERID", "no_access = 203.0.113.1");
    assertFalse(visit().isBlank());
    daemon.serviceLog().await("^\\S+ USERID: pop3 UNIX : alice$");
    daemon.reconfigure(
        bench.defaults()
            + Conf.stream(
                "pop3",
                port,
                Tool.path("date"),
                "log_on_failure = HOST USERID",
                "no_access = " + CLIENT));
    long before = daemon.serviceLog().count("USERID: pop3 UNIX : alice$");
    assertEquals("", visit());
    daemon.serviceLog().await("FAIL: pop3 address from=" + CLIENT.replace(".", "\\."));
    daemon.serviceLog().awaitCount("USERID: pop3 UNIX : alice$", (int) before + 1);
  }

  @Test
  void idonlyServesNobodyWhomTheHostDoesNotName() throws IOException {
    ident(DROPS);
    Daemon daemon = start("flags = IPv4 IDONLY", "ident_timeout = 1");
    assertEquals("", visit());
    daemon.serviceLog().await("NOID: pop3 10\\.213\\.113\\.2 timeout$");
    ident.destroyForcibly();
    Await.until("port 113 is free", () -> !ident.isAlive());
    assertEquals("", visit());
    daemon.serviceLog().await("NOID: pop3 10\\.213\\.113\\.2 no server$");
    ident(ANSWERS);
    assertFalse(visit().isBlank());
    daemon.serviceLog().await("USERID: pop3 UNIX : alice$");
    assertEquals(1, daemon.serviceLog().count("START: pop3"));
  }
}
