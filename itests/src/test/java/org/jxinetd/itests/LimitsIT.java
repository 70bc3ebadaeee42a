package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** instances, per_source, cps and banners. */
class LimitsIT {
  private static final String ME = "127.0.0.1";
  @RegisterExtension final Workbench bench = new Workbench();
  private Daemon daemon;

  private int echo(String... lines) throws IOException {
    int port = Ports.free();
    daemon =
        bench
            .start(bench.defaults() + Conf.stream("few", port, Tool.path("cat"), lines))
            .ready(port);
    return port;
  }

  @Test
  void refusesMoreThanInstances() throws IOException {
    int port = echo("instances = 2");
    try (Client one = Client.admitted(port, ME).orElseThrow();
        Client two = Client.admitted(port, ME).orElseThrow()) {
      assertFalse(Client.isAdmitted(port, ME));
      daemon.serviceLog().await("FAIL: few service_limit from=127\\.0\\.0\\.1$");
      assertEquals("a", one.send("a").read(1));
      assertEquals("b", two.send("b").read(1));
    }
    Await.until("a slot is free again", () -> Client.isAdmitted(port, ME));
  }

  @Test
  void refusesEverybodyAtZeroInstances() throws IOException {
    int port = echo("instances = 0");
    assertFalse(Client.isAdmitted(port, ME));
    daemon.serviceLog().await("FAIL: few service_limit from=127\\.0\\.0\\.1$");
  }

  @Test
  void writesTheExitLineBeforeTheSlotIsFree() throws IOException {
    int port = echo("instances = 1", "cps = 100000 1");
    for (int round = 0; round < 20; round++) {
      Client client = Await.answer("a slot in round " + round, () -> Client.admitted(port, ME));
      long exits = daemon.serviceLog().count("EXIT: few status=0 pid=\\d+ duration=");
      client.close();
      assertEquals(round, exits, "EXIT lines when client " + round + " was let in");
    }
  }

  @Test
  void limitsEachSourceOnItsOwn() throws IOException {
    int port = echo("per_source = 1");
    try (Client mine = Client.admitted(port, ME).orElseThrow()) {
      assertFalse(Client.isAdmitted(port, ME));
      daemon.serviceLog().await("FAIL: few per_source_limit from=127\\.0\\.0\\.1$");
      assertTrue(Client.isAdmitted(port, "127.0.0.2"));
      assertEquals("m", mine.send("m").read(1));
    }
    Await.until("my slot is free again", () -> Client.isAdmitted(port, ME));
  }

  @Test
  void pausesAServiceThatIsOverrunAndResumesIt() throws IOException {
    int port = echo("cps = 3 1");
    int admitted = 0;
    for (int i = 0; i < 9; i++) {
      admitted += Client.isAdmitted(port, ME) ? 1 : 0;
    }
    assertTrue(admitted >= 3 && admitted < 9, admitted + " of 9 admitted");
    daemon.serviceLog().await("FAIL: few connections per second from=127\\.0\\.0\\.1$");
    daemon
        .log()
        .await(
            "Deactivating service few due to excessive incoming connections\\."
                + "  Restarting in 1 seconds\\.");
    daemon.log().await("Activating service few");
    Await.until("the service serves again", () -> Client.isAdmitted(port, ME));
  }

  @Test
  @Tag("ours")
  void aNetworkMayBeOneSource() throws IOException {
    int port = echo("per_source = 1 /24 /64");
    try (Client mine = Client.admitted(port, "127.0.5.1").orElseThrow()) {
      assertFalse(Client.isAdmitted(port, "127.0.5.200"), "of the same network");
      daemon.serviceLog().await("FAIL: few per_source_limit from=127\\.0\\.5\\.200$");
      assertTrue(Client.isAdmitted(port, "127.0.6.1"), "of another one");
      assertEquals("m", mine.send("m").read(1));
    }
    Await.until("the slot is free again", () -> Client.isAdmitted(port, "127.0.5.200"));
  }

  @Test
  @Tag("ours")
  void refusesTheOffenderAloneWhenAskedTo() throws IOException {
    int port = echo("cps = 3 30", "cps_action = per_source");
    int admitted = 0;
    for (int i = 0; i < 20; i++) {
      admitted += Client.isAdmitted(port, "127.0.0.66") ? 1 : 0;
    }
    assertTrue(admitted >= 3 && admitted < 20, admitted + " of 20 admitted");
    daemon.serviceLog().await("FAIL: few connections per second from=127\\.0\\.0\\.66$");
    assertTrue(Client.isAdmitted(port, ME), "the others are served");
    assertFalse(Client.isAdmitted(port, "127.0.0.66"), "the offender rests");
    assertEquals(0, daemon.log().count("Deactivating"));
  }

  @Test
  @Tag("ours")
  void refusesOneByOneWithoutAPauseWhenAskedTo() throws IOException {
    int port = echo("cps = 2 60", "cps_action = refuse");
    Await.until("one is too many", () -> !Client.isAdmitted(port, ME));
    daemon.serviceLog().await("FAIL: few connections per second from=127\\.0\\.0\\.1$");
    Await.until("the next second is another one", () -> Client.isAdmitted(port, ME));
    assertEquals(0, daemon.log().count("Deactivating"));
  }

  @Test
  void sendsTheBannersByteForByte() throws IOException {
    String all = bench.file("all", "BANNER\r\n%d $HOME\n").toString();
    String success = bench.file("success", "SUCCESS\n").toString();
    String failure = bench.file("failure", "FAIL\n").toString();
    int port =
        echo(
            "no_access = 127.0.0.9",
            "banner = " + all,
            "banner_success = " + success,
            "banner_fail = " + failure);
    assertEquals("BANNER\r\n%d $HOME\nSUCCESS\ndata\n", Client.exchange(port, "data\n"));
    assertEquals("BANNER\r\n%d $HOME\nFAIL\n", Client.readAll(port, "127.0.0.9"));
  }

  @Test
  void runsWithoutABannerThatIsMissing() throws IOException {
    String missing = bench.folder().resolve("missing").toString();
    int port = echo("banner = " + missing);
    assertEquals("data", Client.exchange(port, "data"));
    daemon.log().await("service = few, open of banner " + missing + " failed");
  }
}
