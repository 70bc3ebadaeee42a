package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The life of one server: reconfiguration, signals, its log, its control program. */
class ProcessIT {
  private static final String ME = "127.0.0.1";
  @RegisterExtension final Workbench bench = new Workbench();
  private int kept;
  private int dropped;
  private int added;

  @BeforeEach
  void choosePorts() throws IOException {
    kept = Ports.free();
    dropped = Ports.free();
    added = Ports.free();
  }

  private String twoServices() throws IOException {
    return bench.defaults("cps = 100000 1")
        + Conf.stream("kept", kept, Tool.path("cat"))
        + Conf.stream("dropped", dropped, Tool.path("cat"));
  }

  @Test
  void takesChangesOverOnHup() throws IOException {
    Daemon daemon = bench.start(twoServices()).ready(kept, dropped);
    try (Client session = Client.admitted(kept, ME).orElseThrow()) {
      daemon.reconfigure(
          bench.defaults()
              + Conf.stream(
                  "kept", kept, Tool.path("echo"), "server_args = changed", "instances = 9")
              + Conf.stream("added", added, Tool.path("cat")));

      assertTrue(daemon.log().has("Reconfigured: new=1 old=1 dropped=1 \\(services\\)"));
      assertEquals("on", session.send("on").read(2), "the running session goes on");
      assertEquals("changed\n", Client.readAll(kept, ME));
      assertEquals("x", Client.exchange(added, "x"));
      Await.until("the port is closed", () -> !ProcFs.listening(dropped));
    }
  }

  @Test
  void endsTheServersOfADroppedService() throws IOException {
    Daemon daemon = bench.start(twoServices()).ready(kept, dropped);
    try (Client session = Client.admitted(dropped, ME).orElseThrow()) {
      daemon.reconfigure(bench.defaults() + Conf.stream("kept", kept, Tool.path("cat")));
      assertEquals("", session.readToEnd());
      daemon.serviceLog().await("EXIT: dropped ");
    }
  }

  @Test
  void killsAServerOfADroppedServiceThatDoesNotEndAndTellsWhatChanged() throws IOException {
    Path stubborn =
        bench.script("stubborn", "#!/bin/sh\ntrap '' TERM\necho on\nwhile read -r x; do :; done\n");
    String keptToo = Conf.stream("kept", kept, Tool.path("cat"));
    Daemon daemon =
        bench
            .start(
                bench.defaults() + keptToo + Conf.stream("dropped", dropped, stubborn.toString()))
            .ready(kept, dropped);
    try (Client session = Client.connect(dropped)) {
      assertEquals("on\n", session.read(3));
      daemon.reconfigure(bench.defaults() + keptToo.replace("wait = no", "wait = no\n\tnice = 3"));
      daemon.log().await("Sending signal 15 to dropped server");
      assertEquals("", session.readToEnd());
      daemon.log().await("Sending signal 9 to dropped server");
      daemon.serviceLog().await("EXIT: dropped signal=9 ");
    }
    daemon.log().await("service kept changed: nice: \\(none\\) -> 3");
    daemon.log().await("service dropped removed");
  }

  @Test
  void refusesNobodyWhileReconfiguring() throws Exception {
    Daemon daemon = bench.start(twoServices()).ready(kept, dropped);
    AtomicBoolean enough = new AtomicBoolean();
    CompletableFuture<Integer> clients =
        CompletableFuture.supplyAsync(
            () -> {
              int served = 0;
              while (!enough.get()) {
                served += served(kept) ? 1 : 0;
              }
              return served;
            });
    for (int i = 0; i < 5; i++) {
      daemon.reconfigure(
          twoServices() + (i % 2 == 0 ? Conf.stream("added", added, Tool.path("cat")) : ""));
    }
    enough.set(true);
    try {
      assertTrue(clients.get() > 0);
    } catch (ExecutionException e) {
      throw new AssertionError("a client was refused", e.getCause());
    }
  }

  private static boolean served(int port) {
    try {
      assertEquals("hello", Client.exchange(port, "hello"));
      return true;
    } catch (IOException e) {
      throw new AssertionError("refused: " + e.getMessage(), e);
    }
  }

  @Test
  void keepsWhatRunsWhenTheFileIsGone() throws IOException {
    Daemon daemon = bench.start(twoServices()).ready(kept, dropped);
    Files.delete(bench.folder().resolve("xinetd.conf"));
    try (Client session = Client.admitted(kept, ME).orElseThrow()) {
      daemon.signal("HUP");
      daemon.log().await("reconfiguration failed");
      assertEquals("x", session.send("x").read(1));
      assertEquals("y", Client.exchange(dropped, "y"));
    }
  }

  @Test
  @Tag("ours")
  void keepsWhatRunsWhenTheFileIsBroken() throws IOException {
    Daemon daemon = bench.start(twoServices()).ready(kept, dropped);
    try (Client session = Client.admitted(kept, ME).orElseThrow()) {
      // cut off in the middle of the first service, as by a full disk
      String whole = twoServices();
      daemon.configure(whole.substring(0, whole.indexOf("user = root") + 6));
      daemon.signal("HUP");
      daemon.log().await("reconfiguration failed|Reconfigured: ");
      assertEquals("x", session.send("x").read(1));
      assertEquals("k", Client.exchange(kept, "k"));
      assertEquals("d", Client.exchange(dropped, "d"));
    }
  }

  @Test
  void leavesServersAloneWhenItEnds() throws IOException {
    Daemon daemon = bench.start(twoServices()).ready(kept, dropped);
    try (Client session = Client.admitted(kept, ME).orElseThrow()) {
      assertTrue(Files.exists(daemon.pidFile()));
      daemon.stopCleanly();
      assertFalse(Files.exists(daemon.pidFile()), "the pid file is gone");
      assertTrue(daemon.log().has("Exiting\\.\\.\\."));
      assertEquals("still here", session.send("still here").read(10));
      assertFalse(ProcFs.listening(kept));
    }
  }

  @Test
  void endsAtOnceOnQuit() throws IOException {
    Daemon daemon = bench.start(twoServices()).ready(kept, dropped);
    daemon.signal("QUIT");
    assertEquals(0, daemon.exitStatus());
    assertFalse(Files.exists(daemon.pidFile()));
  }

  @Test
  void writesDaemonLinesWithStampPidAndLevel() throws IOException {
    Daemon daemon = bench.start(twoServices()).ready(kept, dropped);
    long pid = daemon.pid();
    assertTrue(new ProcFs(pid).alive());
    assertEquals("0644", mode(daemon.pidFile()));
    String form =
        "\\d\\d/\\d{1,2}/\\d{1,2}@\\d\\d:\\d\\d:\\d\\d xinetd\\["
            + pid
            + "\\]: (WARNING|ERROR|CRITICAL|NOTICE|DEBUG|INFO): .+";
    for (String line : daemon.log().lines()) {
      assertTrue(line.matches(form), line);
    }
    assertTrue(daemon.log().has("NOTICE: Started working: 2 available services$"));
  }

  private static String mode(Path file) throws IOException {
    return "0" + Tool.run(Tool.path("stat"), "-c", "%a", file.toString()).ok().output().trim();
  }

  @Test
  @Tag("ours")
  void answersItsControlProgram() throws IOException {
    Daemon daemon = bench.start(twoServices()).ready(kept, dropped);
    String services = control(daemon, "services").ok().output();
    assertTrue(services.matches("(?s).*kept.*" + kept + ".*"), services);
    assertTrue(services.matches("(?s).*dropped.*"), services);
    try (Client session = Client.admitted(kept, ME).orElseThrow()) {
      String pid = daemon.serviceLog().await("START: kept pid=(\\d+)").group(1);
      String servers = control(daemon, "servers").ok().output();
      assertTrue(servers.contains(pid) && servers.contains("kept"), servers);
      daemon.configure(twoServices() + Conf.stream("added", added, Tool.path("cat")));
      control(daemon, "reload").ok();
      assertEquals("x", Client.exchange(added, "x"));
      assertEquals("x", session.send("x").read(1));
    }
    daemon.stopCleanly();
    assertEquals(69, control(daemon, "services").status(), "nobody answers any more");
  }

  private static Tool.Result control(Daemon daemon, String command) throws IOException {
    String program = ProgramUnderTest.get().server().resolveSibling("xinetctl").toString();
    return Tool.run(program, "-control", daemon.control().toString(), command);
  }
}
