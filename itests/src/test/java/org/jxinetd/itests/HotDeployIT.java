package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Bundles that come and go in {@code deploy/} while the server serves: on a tree of its own. */
@Tag("ours")
class HotDeployIT {
  @RegisterExtension final Workbench bench = new Workbench();
  private Path tree;
  private int greeting;
  private int echo;
  private Daemon daemon;

  @BeforeEach
  void startOwnTree() throws IOException {
    tree = bench.folder().resolve("tree");
    Tool.run(Tool.path("cp"), "-a", ProgramUnderTest.home().toString(), tree.toString()).ok();
    greeting = Ports.free();
    echo = Ports.free();
    daemon =
        bench
            .startTree(
                tree,
                bench.defaults()
                    + Conf.entry(
                        "service greeting",
                        "type = INTERNAL UNLISTED",
                        "socket_type = stream",
                        "protocol = tcp",
                        "wait = no",
                        "flags = IPv4",
                        "port = " + greeting)
                    + Conf.stream("echo", echo, Tool.path("cat")))
            .ready(echo);
  }

  private Path deploy() throws IOException {
    Path jar = PluginJar.write(bench.folder().resolve("greeting.jar"));
    return Files.move(
        jar, tree.resolve("deploy").resolve("greeting.jar"), StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  void wakesAWaitingServiceWhenItsBundleComes() throws IOException {
    assertFalse(ProcFs.listening(greeting), "nobody serves it yet");
    try (Client session = Client.admitted(echo, "127.0.0.1").orElseThrow()) {
      deploy();
      Await.until("the service listens", () -> ProcFs.listening(greeting));
      assertEquals("greetings\n", Client.readAll(greeting, "127.0.0.1"));
      daemon.serviceLog().await("START: greeting pid=0 from=127\\.0\\.0\\.1$|START: greeting ");
      assertEquals("x", session.send("x").read(1), "other sessions do not notice");
    }
  }

  @Test
  void holdsClientsWhileTheBundleIsAway() throws IOException {
    Path jar = deploy();
    Await.until("the service listens", () -> ProcFs.listening(greeting));
    long arrivals = daemon.log().count("greeting");
    Files.delete(jar);
    Await.until(
        "the server says that the service waits", () -> daemon.log().count("greeting") > arrivals);
    try (Client held = Client.connect(greeting)) {
      deploy();
      assertEquals("greetings\n", held.readToEnd(), "the client was held, not refused");
    }
  }
}
