package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * One process takes the place of another: nobody is refused, sessions go on, what was counted goes
 * on counting. And a service manager that opens the sockets and wants to know.
 */
@Tag("ours")
class UpgradeIT {
  @RegisterExtension final Workbench bench = new Workbench();
  private int echo;
  private int cat;
  private int single;
  private Daemon daemon;

  @BeforeEach
  void choosePorts() throws IOException {
    echo = Ports.free();
    cat = Ports.free();
    single = Ports.free();
  }

  /** A process that took over is no child of the test. */
  @AfterEach
  void endSuccessor() throws IOException {
    if (daemon != null && Files.exists(daemon.pidFile())) {
      ProcFs process = new ProcFs(daemon.pid());
      if (process.alive()) {
        daemon.signal("TERM");
        Await.until("the process that took over ends", () -> !process.alive());
      }
    }
  }

  private String configuration() {
    String[] open = {"cps = 100000 1", "instances = 2000"};
    return bench.defaults(open)
        + Conf.entry(
            "service echo",
            "type = INTERNAL UNLISTED",
            "socket_type = stream",
            "protocol = tcp",
            "wait = no",
            "flags = IPv4",
            "port = " + echo)
        + Conf.stream("cat", cat, Tool.path("cat"))
        + Conf.stream("single", single, Tool.path("cat"), "instances = 1");
  }

  private Tool.Result ctl(String... words) throws IOException {
    return new Ctl(daemon).run(words);
  }

  @Test
  void losesNobodyAndGoesOnCounting() throws IOException {
    daemon = bench.start(configuration()).ready(echo, cat, single);
    long old = daemon.pid();
    ctl("ban", "127.0.0.9", "--for", "1h").ok();
    ctl("ban", "127.0.1.0/24").ok();
    List<Client> sessions = new ArrayList<>();
    try (Load load = Load.on(echo, cat)) {
      for (int i = 0; i < 20; i++) {
        sessions.add(Client.admitted(i % 2 == 0 ? echo : cat, "127.0.0.1").orElseThrow());
      }
      Client holder = Client.admitted(single, "127.0.0.1").orElseThrow();
      long begin = System.nanoTime();
      assertTrue(ctl("upgrade").ok().output().contains(" serves; this one ends"));
      System.out.printf("upgrade in %d ms%n", (System.nanoTime() - begin) / 1_000_000);
      long now = daemon.pid();
      assertNotEquals(old, now, "the pid file names the new process");
      assertTrue(ctl("services").ok().output().contains("single"), "the control socket answers");
      assertFalse(Client.isAdmitted(single, "127.0.0.1"), "the old process's server counts");
      assertFalse(Client.isAdmitted(echo, "127.0.0.9"), "the ban holds");
      assertFalse(Client.isAdmitted(echo, "127.0.1.77"), "that of a network, too");
      long served = load.served();
      Await.until("clients are served", () -> load.served() > served + 20);
      load.end();
      assertEquals(List.of(), load.failures());
      System.out.printf(
          "lost %d of %d short connections, longest %d ms%n",
          load.lost(), load.served(), load.longestMillis());
      holder.close();
      Await.until("the place is free", () -> Client.isAdmitted(single, "127.0.0.1"));
      for (Client session : sessions) {
        assertEquals("y", session.send("y").read(1), "a session of the old process");
      }
      assertTrue(daemon.alive(), "the old process serves its sessions");
      for (Client session : sessions) {
        session.close();
      }
      assertEquals(0, daemon.exitStatus(), "the old process ends with its last session");
      assertEquals(now, daemon.pid(), "the pid file stays");
      assertTrue(ctl("upgrade").ok().output().contains("serves"), "and once more");
    }
  }

  @Test
  void leavesASocketAloneThatAServerOfTheOldProcessHolds() throws IOException {
    Path started = bench.folder().resolve("started");
    Path go = bench.folder().resolve("go");
    Path script =
        bench.script(
            "holder",
            "#!/bin/sh\necho $$ >>"
                + started
                + "\nuntil [ -e "
                + go
                + " ]; do sleep 0.1; done\n"
                + "dd bs=100 count=1 >/dev/null 2>&1\nrm -f "
                + go
                + "\n");
    int port = Ports.free();
    daemon =
        bench
            .start(configuration() + Conf.waiting("holder", "dgram", port, script.toString()))
            .ready(echo);
    send(port);
    Await.until("the server holds the socket", () -> lines(started) == 1);
    send(port);
    long old = daemon.pid();
    ctl("upgrade").ok();
    assertNotEquals(old, daemon.pid());
    for (int i = 0; i < 20; i++) {
      assertTrue(Client.isAdmitted(echo, "127.0.0.1"));
    }
    assertEquals(1, lines(started), "nobody else has been given the socket");
    Files.writeString(go, "");
    Await.until("the new process serves what is left", () -> lines(started) == 2);
    Files.writeString(go, "");
    Await.until("the old process ends", () -> !new ProcFs(old).alive());
  }

  private static void send(int port) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.send(new DatagramPacket(new byte[1], 1, InetAddress.ofLiteral("127.0.0.1"), port));
    }
  }

  private static long lines(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file).size() : 0;
  }

  @Test
  void goesOnWhenTheNewProcessFails() throws IOException {
    Path tree = bench.folder().resolve("tree");
    Tool.run(Tool.path("cp"), "-a", ProgramUnderTest.home().toString(), tree.toString()).ok();
    daemon = bench.startTree(tree, configuration()).ready(echo, cat);
    long pid = daemon.pid();
    Path launcher = tree.resolve("bin/xinetd");
    Files.delete(launcher);
    bench.script("tree/bin/xinetd", "#!/bin/sh\nexit 3\n");
    try (Load load = Load.on(echo, cat)) {
      Tool.Result early = ctl("upgrade");
      assertEquals(1, early.status(), early.output());
      assertTrue(early.output().contains("it has ended (Exited[status=3])"), early.output());
      // one that says it is ready and then dies: the engine has stopped for it by then
      bench.script("tree/bin/xinetd", "#!/bin/sh\nprintf 'ready\\n' >&3\nsleep 0.3\nexit 4\n");
      Tool.Result late = ctl("upgrade");
      assertEquals(1, late.status(), late.output());
      assertTrue(late.output().contains("(Exited[status=4])"), late.output());
      long served = load.served();
      Await.until("clients are served", () -> load.served() > served + 20);
      load.end();
      assertEquals(List.of(), load.failures());
    }
    Files.writeString(bench.folder().resolve("xinetd.conf"), "service broken\n{\n\tport = x\n}\n");
    Tool.Result refused = ctl("upgrade");
    assertEquals(1, refused.status(), refused.output());
    assertTrue(refused.output().contains("the configuration has errors"), refused.output());
    assertEquals(pid, daemon.pid());
    assertTrue(Client.isAdmitted(echo, "127.0.0.1"));
  }

  @Test
  void takesTheSocketsOfSystemdAndTellsItHowThingsStand() throws IOException {
    try (NotifyReceiver manager = new NotifyReceiver(bench.folder().resolve("notify"))) {
      daemon =
          bench.start(
              configuration(),
              Map.of(),
              Tool.path("systemd-socket-activate"),
              "-l",
              "127.0.0.1:" + cat,
              "-l",
              "127.0.0.1:" + Ports.free(),
              "--fdname=cat:echo",
              "-E",
              "NOTIFY_SOCKET=" + manager.path(),
              "-E",
              "WATCHDOG_USEC=500000");
      Await.until("systemd listens", () -> ProcFs.listening(cat));
      // the first client makes systemd start the server, which finds it in the socket's backlog
      assertEquals("x", Client.exchange(cat, "x"));
      manager.await("READY=1\nSTATUS=3 services serve, 0 wait");
      manager.await("WATCHDOG=1");
      daemon.log().await("service cat takes the socket that was passed on under its name");
      daemon.log().await("service echo takes the socket that was passed on under its name");
      daemon.signal("HUP");
      manager.await("RELOADING=1\nMONOTONIC_USEC=[0-9]+");
      manager.await("READY=1.*");
      ctl("upgrade").ok();
      manager.await("MAINPID=" + daemon.pid());
      manager.await("READY=1.*");
      assertEquals("x", Client.exchange(cat, "x"));
      assertEquals(0, daemon.exitStatus(), "the old process had no session left");
      assertFalse(manager.told().contains("STOPPING=1"), "the service goes on");
      manager.await("WATCHDOG=1");
      daemon.signal("TERM");
      manager.await("STOPPING=1");
      Await.until("it ends", () -> !Files.exists(daemon.pidFile()));
    }
  }
}
