package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Services that trap and ban; bans by hand. */
class SensorIT {
  private static final String FRIEND = "127.0.0.1";
  private static final String THIEF = "127.0.0.66";
  @RegisterExtension final Workbench bench = new Workbench();
  private int echo;
  private int trap;
  private int datagrams;

  private String config() throws IOException {
    echo = echo == 0 ? Ports.free() : echo;
    trap = trap == 0 ? Ports.free() : trap;
    datagrams = datagrams == 0 ? Ports.free() : datagrams;
    return bench.defaults()
        + Conf.stream("echo", echo, Tool.path("cat"))
        + Conf.entry(
            "service trap",
            "type = INTERNAL UNLISTED",
            "flags = IPv4 SENSOR",
            "socket_type = stream",
            "protocol = tcp",
            "wait = no",
            "port = " + trap,
            "banner_fail = " + bench.file("caught", "caught\n"),
            "log_type += JSON FILE " + bench.folder().resolve("events"),
            "deny_time = 60")
        + Conf.entry(
            "service gin",
            "type = INTERNAL UNLISTED",
            "flags = IPv4 SENSOR",
            "socket_type = dgram",
            "protocol = udp",
            "wait = yes",
            "port = " + datagrams,
            "deny_time = FOREVER");
  }

  @Test
  @Tag("ours") // the original wants services of type INTERNAL to have a name that it knows
  void bansWhoTouchesItFromEveryService() throws IOException {
    Daemon daemon = bench.start(config()).ready(echo, trap);
    assertTrue(Client.isAdmitted(echo, THIEF), "not yet");
    assertEquals("caught\n", Client.readAll(trap, THIEF));
    daemon.serviceLog().await("FAIL: trap address from=127\\.0\\.0\\.66$");
    new LogFile(bench.folder().resolve("events"))
        .await("\"event\":\"banned\",.*\"address\":\"127\\.0\\.0\\.66\",.*\"until\":");
    daemon
        .log()
        .await("CRITICAL: .*Adding 127\\.0\\.0\\.66 to the global_no_access list for 60 minutes$");
    assertFalse(Client.isAdmitted(echo, THIEF));
    daemon.serviceLog().await("FAIL: echo address from=127\\.0\\.0\\.66$");
    assertTrue(Client.isAdmitted(echo, FRIEND));
    assertEquals(0, daemon.serviceLog().count("START: trap"), "a trap serves nobody");
    Tool.Result said = new Ctl(daemon).run("explain", "echo", THIEF);
    assertTrue(
        said.output().contains("127.0.0.66 is banned until ")
            && said.output()
                .contains(
                    "verdict: refused (address) by flags = SENSOR, deny_time = 60 of service"
                        + " trap, "),
        said.output());
  }

  @Test
  @Tag("ours")
  void bansSurviveARestartAndAreLiftedByHand() throws IOException {
    Daemon daemon = bench.start(config()).ready(echo, trap);
    Client.readAll(trap, THIEF);
    daemon.serviceLog().await("FAIL: trap address");
    new Ctl(daemon).run("ban", "127.0.0.77", "--for", "1h").ok();
    assertFalse(Client.isAdmitted(echo, "127.0.0.77"));
    daemon.stopCleanly();
    Daemon next = bench.start(config());
    Await.until("the next server listens", () -> ProcFs.listening(echo));
    Await.until("it serves", () -> Client.isAdmitted(echo, FRIEND));
    assertFalse(Client.isAdmitted(echo, THIEF), "still banned");
    assertFalse(Client.isAdmitted(echo, "127.0.0.77"), "still banned");
    Ctl ctl = new Ctl(next);
    String bans = ctl.run("bans").ok().output();
    assertTrue(bans.contains("127.0.0.66 ") && bans.contains("127.0.0.77 "), bans);
    ctl.run("unban", THIEF).ok();
    assertTrue(Client.isAdmitted(echo, THIEF));
    assertEquals(1, ctl.run("unban", THIEF).status());
    assertFalse(Client.isAdmitted(echo, "127.0.0.77"), "the other ban stays");
  }

  @Test
  @Tag("ours")
  void networksAreBannedToldAndLiftedAcrossARestart() throws IOException {
    Daemon daemon = bench.start(config()).ready(echo);
    Ctl ctl = new Ctl(daemon);
    ctl.run("ban", "127.0.0.64/26", "--for", "1h").ok();
    ctl.run("ban", "2001:db8::/48").ok();
    assertTrue(Client.isAdmitted(echo, "127.0.0.63"), "below the network");
    assertFalse(Client.isAdmitted(echo, "127.0.0.64"), "its first address");
    assertFalse(Client.isAdmitted(echo, "127.0.0.127"), "its last address");
    assertTrue(Client.isAdmitted(echo, "127.0.0.128"), "above the network");
    daemon.serviceLog().await("FAIL: echo address from=127\\.0\\.0\\.127$");
    String why = "127.0.0.127 is in 127.0.0.64/26, which is banned until ";
    String fails = ctl.run("fails", "echo", "--json").ok().output();
    assertTrue(fails.contains(why) && fails.contains("banned by an administrator"), fails);
    assertTrue(ctl.run("explain", "echo", "127.0.0.127").output().contains(why));
    assertTrue(ctl.run("explain", "--fail", "2").output().contains(why));
    daemon.stopCleanly();
    Daemon next = bench.start(config());
    Await.until("the next server listens", () -> ProcFs.listening(echo));
    Await.until("it serves", () -> Client.isAdmitted(echo, FRIEND));
    assertFalse(Client.isAdmitted(echo, "127.0.0.127"), "still banned");
    ctl = new Ctl(next);
    String bans = ctl.run("bans").ok().output();
    assertTrue(bans.contains("127.0.0.64/26 ") && bans.contains("2001:db8::/48 "), bans);
    Tool.Result narrow = ctl.run("unban", "127.0.0.127");
    assertEquals(1, narrow.status(), "the network is banned, not the address itself");
    ctl.run("unban", "127.0.0.64/26").ok();
    assertTrue(Client.isAdmitted(echo, "127.0.0.127"));
    assertFalse(ctl.run("bans").ok().output().contains("127.0.0.64/26"));
  }

  @Test
  @Tag("ours")
  void bansTheSourceOfADatagram() throws IOException {
    Daemon daemon = bench.start(config()).ready(echo);
    try (DatagramSocket socket =
        new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(THIEF), 0))) {
      InetAddress here = InetAddress.ofLiteral("127.0.0.1");
      for (int i = 0; i < 3; i++) {
        socket.send(new DatagramPacket(new byte[] {'x'}, 1, here, datagrams));
      }
      daemon.log().await("Adding 127\\.0\\.0\\.66 to the global_no_access list for -1 minutes$");
    }
    Await.until("banned", () -> !Client.isAdmitted(echo, THIEF));
    daemon.serviceLog().await("FAIL: echo address from=127\\.0\\.0\\.66$"); // behind those of gin
    assertEquals(
        1,
        daemon.serviceLog().count("FAIL: gin address from=127\\.0\\.0\\.66$"),
        "the same client is written down once a minute");
    assertTrue(new Ctl(daemon).run("bans").ok().output().contains("for ever"));
  }
}
