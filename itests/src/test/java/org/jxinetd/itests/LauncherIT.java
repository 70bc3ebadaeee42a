package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The process beside the daemon that starts the servers. */
class LauncherIT {
  private static final int KILLS = 10;

  @RegisterExtension final Workbench bench = new Workbench();

  private static Optional<ProcessHandle> launcher(Daemon daemon) throws IOException {
    return ProcessHandle.of(daemon.pid()).stream()
        .flatMap(ProcessHandle::children)
        .filter(LauncherIT::isLauncher)
        .findFirst();
  }

  private static boolean isLauncher(ProcessHandle process) {
    try {
      List<String> words = new ProcFs(process.pid()).arguments();
      return words.size() == 2 && words.get(1).equals("resident=1");
    } catch (IOException gone) {
      return false;
    }
  }

  private static ProcessHandle awaitLauncher(Daemon daemon) throws IOException {
    return Await.answer("a launcher", () -> launcher(daemon));
  }

  private static void awaitServed(Load load, long more) throws IOException {
    long goal = load.served() + load.lost() + more;
    Await.until("clients", () -> load.served() + load.lost() >= goal);
  }

  @Test
  void costsNoClientWhenItIsKilled() throws IOException {
    int port = Ports.free();
    String cat = Conf.stream("cat", port, Tool.path("cat"), "cps = 100000 1", "instances = 100");
    Daemon daemon = bench.start(bench.defaults() + cat).ready(port);
    try (Load load = Load.on(port, port, port, port)) {
      for (int i = 0; i < KILLS; i++) {
        ProcessHandle launcher = awaitLauncher(daemon);
        awaitServed(load, 30);
        assertTrue(launcher.destroyForcibly());
        Await.until("its end", () -> !launcher.isAlive());
      }
      awaitServed(load, 30);
      load.end();
      assertEquals(List.of(), load.failures());
      assertTrue(load.served() > 300, "only " + load.served());
    }
    daemon.log().await("launcher of servers, process \\d+, has ended \\(.*9.*\\)");
    daemon.stopCleanly();
  }

  @Test
  void endsWithTheDaemonHoweverThatEnds() throws IOException {
    int port = Ports.free();
    Daemon daemon =
        bench.start(bench.defaults() + Conf.stream("cat", port, Tool.path("cat"))).ready(port);
    try (Client client = Client.connect(port)) {
      assertEquals("x", client.send("x").read(1));
      ProcessHandle launcher = awaitLauncher(daemon);
      daemon.signal("KILL");
      Await.until("its end", () -> !launcher.isAlive());
      assertEquals("y", client.send("y").read(1), "the server goes on");
    }
  }

  @Test
  void holdsNeitherClientsNorListenersNorThePidFile() throws IOException {
    int port = Ports.free();
    Daemon daemon =
        bench.start(bench.defaults() + Conf.stream("cat", port, Tool.path("cat"))).ready(port);
    try (Client client = Client.connect(port)) {
      assertEquals("x", client.send("x").read(1));
      ProcessHandle launcher = awaitLauncher(daemon);
      Await.until("four descriptors", () -> count(launcher) == 4);
      List<String> kinds =
          new ProcFs(launcher.pid())
              .descriptors().values().stream().map(name -> name.replaceAll(":.*", "")).toList();
      assertEquals(List.of("socket", "pipe", "pipe", "pipe"), kinds);
      assertEquals("/", new ProcFs(launcher.pid()).folder());
    }
    daemon.stopCleanly();
  }

  private static long count(ProcessHandle process) throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
      return all.count();
    }
  }
}
