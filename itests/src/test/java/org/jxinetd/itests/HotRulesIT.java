package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A bundle with a rule is replaced in {@code deploy/} while clients come. */
@Tag("ours")
class HotRulesIT {
  private static final String STRANGER = "127.0.0.66";
  private static final int CLIENTS = 20_000;
  private static final int UPDATES = 3;
  @RegisterExtension final Workbench bench = new Workbench();

  private Path tree;

  private void deploy(String version) throws IOException {
    Path jar = Files.write(bench.folder().resolve("doorman.jar"), PluginJar.doorman(version));
    Files.move(
        jar,
        tree.resolve("deploy").resolve("doorman.jar"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private Daemon start(int port) throws IOException {
    tree = bench.folder().resolve("tree");
    Tool.run(Tool.path("cp"), "-a", ProgramUnderTest.home().toString(), tree.toString()).ok();
    deploy("1.0.0");
    Daemon daemon =
        bench.startTree(
            tree,
            Conf.entry(
                    "defaults",
                    "log_type = FILE " + bench.folder().resolve("service.log"),
                    "log_on_failure = HOST")
                + Conf.entry(
                    "service echo",
                    "type = INTERNAL UNLISTED",
                    "socket_type = stream",
                    "protocol = tcp",
                    "wait = no",
                    "flags = IPv4",
                    "cps = 100000 1",
                    "doorman = " + STRANGER,
                    "port = " + port));
    Await.until("the service listens", () -> ProcFs.listening(port));
    Await.until("the rule is there", () -> !Client.isAdmitted(port, STRANGER));
    return daemon;
  }

  @Test
  void clientsWaitHalfAMinuteForARuleThatIsMissingAndAreRefusedThen() throws Exception {
    int port = Ports.free();
    Daemon daemon = start(port);
    Files.delete(tree.resolve("deploy").resolve("doorman.jar"));
    daemon.log().await("service echo waits for .*; its clients are held for 30 s");
    try (Client friend = Client.connect(port)) {
      friend.send("x");
      assertTrue(friend.silentFor(27_000), "it waits");
      assertFalse(friend.answersWithin(10_000), "nobody is let in unchecked");
    }
    daemon.log().await("service echo refuses 127\\.0\\.0\\.1:[0-9]+: unavailable");
    deploy("1.0.1");
    Await.until("friends are served again", () -> Client.isAdmitted(port, "127.0.0.1"));
    assertFalse(Client.isAdmitted(port, STRANGER));
  }

  @Test
  void turnsNobodyAwayAndLetsNobodyInUncheckedWhileItsRuleIsReplaced() throws Exception {
    int port = Ports.free();
    Daemon daemon = start(port);
    try (Crowd crowd = new Crowd(port, CLIENTS, STRANGER).start()) {
      for (int update = 1; update <= UPDATES; update++) {
        int from = update * CLIENTS / (UPDATES + 2);
        Await.until("client " + from, () -> crowd.come() >= from || crowd.isDone());
        long before = daemon.log().count("service echo waits for");
        deploy("1.0." + update);
        Await.until(
            "the update takes effect", () -> daemon.log().count("service echo waits for") > before);
      }
      assertEquals(crowd.friends(), crowd.served(), "all are served");
      assertEquals(0, crowd.strangersServed(), "strangers that got in");
    }
    assertTrue(daemon.log().count("service echo waits for") >= UPDATES);
  }
}
