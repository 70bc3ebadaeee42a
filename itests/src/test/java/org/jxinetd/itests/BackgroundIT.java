package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jxinetd.linux.Fd;
import org.jxinetd.linux.LocalSockets;
import org.jxinetd.linux.Sockets;

/** Going into the background: what the command tells and what becomes of the daemon. */
class BackgroundIT {
  private static final int SESSION = 6;
  private static final int TERMINAL = 7;

  @RegisterExtension final Workbench bench = new Workbench();
  private int port;

  @BeforeEach
  void choosePort() throws IOException {
    port = Ports.free();
  }

  private String[] options(String config, String... more) throws IOException {
    Path file = bench.file("xinetd.conf", config);
    List<String> all = new ArrayList<>(List.of("-f", file.toString()));
    all.addAll(List.of("-pidfile", bench.folder().resolve("pid").toString()));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private String filelog() {
    return bench.folder().resolve("daemon.log").toString();
  }

  private String oneService() {
    return bench.defaults() + Conf.stream("one", port, Tool.path("cat"));
  }

  @Test
  void leavesTheTerminalAndServes() throws IOException {
    try (Background daemon =
        Background.start(bench.folder(), options(oneService(), "-filelog", filelog()))) {
      daemon.command().ok();
      ProcFs process = daemon.process();
      daemon.log().await("Started working: 1 available service$");
      assertEquals(Long.toString(process.pid()), process.stat(SESSION));
      assertEquals("0", process.stat(TERMINAL));
      assertEquals("/", process.folder());
      for (int standard = 0; standard <= 2; standard++) {
        assertEquals("/dev/null", process.descriptors().get(standard));
      }
      assertEquals("served", Client.exchange(port, "served"));
      daemon.stop();
      assertFalse(Files.exists(daemon.pidFile()));
      assertTrue(daemon.log().has("WARNING: Exiting\\.\\.\\.$"));
    }
  }

  @Test
  void endsOnItsOwnWithoutServices() throws IOException {
    try (Background daemon =
        Background.start(bench.folder(), options(bench.defaults(), "-filelog", filelog()))) {
      if (!ProgramUnderTest.get().peer()) {
        assertEquals(1, daemon.command().status());
        assertTrue(daemon.command().output().contains("no services"), daemon.command().output());
      }
      daemon.log().await("CRITICAL: \\d+ \\{\\w+\\} no services\\. Exiting\\.\\.\\.$");
      Await.until("the pid file is gone", () -> !Files.exists(daemon.pidFile()));
    }
  }

  @Test
  void staysWithoutServicesWhenToldTo() throws IOException {
    String[] options = options(bench.defaults(), "-filelog", filelog(), "-stayalive");
    try (Background daemon = Background.start(bench.folder(), options)) {
      daemon.command().ok();
      daemon.log().await("Started working: 0 available services$");
      assertTrue(daemon.process().alive());
      daemon.stop();
    }
  }

  @Test
  void endsWhenAReconfigurationLeavesNothing() throws IOException {
    try (Background daemon =
        Background.start(bench.folder(), options(oneService(), "-filelog", filelog()))) {
      ProcFs process = daemon.process();
      daemon.log().await("Started working");
      bench.file("xinetd.conf", bench.defaults());
      daemon.signal("HUP");
      daemon.log().await("CRITICAL: \\d+ \\{\\w+\\} No available services\\. Exiting$");
      Await.until("the daemon's end", () -> !process.alive());
    }
  }

  @Test
  @Tag("ours")
  void tellsWhatKeepsItFromServing() throws IOException {
    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        Background daemon =
            Background.start(bench.folder(), options(oneService(), "-filelog", filelog()))) {
      assertTrue(taken.isBound());
      assertEquals(1, daemon.command().status());
      String said = daemon.command().output();
      assertTrue(said.contains("Address already in use"), said);
      assertTrue(said.contains("no services. Exiting"), said);
      assertFalse(Files.exists(daemon.pidFile()));
    }
    Tool.Result absent =
        Background.start(bench.folder(), "-f", "absent.conf", "-filelog", filelog()).command();
    assertEquals(1, absent.status());
    assertTrue(absent.output().contains("absent.conf"), absent.output());
    Tool.Result log = Background.start(bench.folder(), "-filelog", "no/folder/log").command();
    assertEquals(1, log.status());
    assertTrue(log.output().contains("can't open log file"), log.output());
  }

  @Test
  @Tag("ours")
  void warnsOfUnknownOptionsAndRefusesAnIntervalOfNothing() throws IOException {
    String[] options = options(oneService(), "-filelog", filelog(), "-inetd_ipv6");
    try (Background daemon = Background.start(bench.folder(), options)) {
      assertTrue(
          daemon.command().ok().output().contains("unknown option -inetd_ipv6 is ignored"),
          daemon.command().output());
      daemon.stop();
    }
    Tool.Result never =
        Background.start(bench.folder(), options(oneService(), "-cc", "0")).command();
    assertEquals(1, never.status());
    assertTrue(never.output().contains("Usage: xinetd"), never.output());
  }

  @Test
  @Tag("ours")
  void takesRelativeNamesFromWhereItWasStarted() throws IOException {
    String config =
        Conf.entry("defaults", "log_type = FILE service.log", "log_on_success = PID")
            + Conf.stream("one", port, Tool.path("cat"))
            + "include more.conf\n";
    bench.file("xinetd.conf", config);
    int second = Ports.free();
    bench.file("more.conf", Conf.stream("two", second, Tool.path("cat")));
    try (Background daemon =
        Background.start(
            bench.folder(), "-f", "xinetd.conf", "-pidfile", "pid", "-filelog", "daemon.log")) {
      daemon.command().ok();
      assertEquals("x", Client.exchange(second, "x"));
      new LogFile(bench.folder().resolve("service.log")).await("START: two");
      bench.file("more.conf", Conf.stream("two", second, Tool.path("echo"), "server_args = new"));
      daemon.signal("HUP");
      daemon.log().await("Reconfigured: ");
      assertEquals("new\n", Client.readAll(second, "127.0.0.1"));
      daemon.stop();
      assertFalse(Files.exists(daemon.pidFile()));
    }
  }

  /**
   * /dev/log is ours in a mount namespace of the daemon's own. Where no log is chosen, the daemon
   * log goes there.
   */
  @Test
  void logsToSyslogByDefault() throws IOException {
    Path socket = bench.folder().resolve("syslog");
    try (Fd receiver = LocalSockets.openDatagram()) {
      LocalSockets.bind(receiver, socket);
      try (Background daemon =
          Background.start(bench.folder(), withOwnSyslog(socket), options(oneService()))) {
        daemon.command().ok();
        long pid = daemon.process().pid();
        String stamp = "[A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d xinetd\\[" + pid + "\\]: ";
        awaitMessage(receiver, "<29>" + stamp + "Started working: 1 available service");
        daemon.stop();
        awaitMessage(receiver, "<28>" + stamp + "Exiting\\.\\.\\.");
      }
      String[] options = options(oneService(), "-syslog", "local5");
      try (Background daemon = Background.start(bench.folder(), withOwnSyslog(socket), options)) {
        daemon.command().ok();
        awaitMessage(receiver, "<173>.*: Started working: 1 available service");
        daemon.stop();
      }
    }
  }

  private List<String> withOwnSyslog(Path socket) {
    String script =
        "mount -t tmpfs none \"$1\" && cp -a /dev/null /dev/zero /dev/random /dev/urandom /dev/tty"
            + " \"$1\" && ln -s \"$2\" \"$1/log\" && mount --bind \"$1\" /dev && shift 2 && exec"
            + " \"$@\"";
    Path dev = bench.folder().resolve("dev");
    assertTrue(dev.toFile().isDirectory() || dev.toFile().mkdir());
    return List.of(
        Tool.path("unshare"),
        "--mount",
        "sh",
        "-c",
        script,
        "sh",
        dev.toString(),
        socket.toString());
  }

  private static void awaitMessage(Fd receiver, String regex) throws IOException {
    List<String> others = new ArrayList<>();
    Await.until(
        "a message /" + regex + "/ among " + others,
        () -> {
          byte[] buffer = new byte[8192];
          int n = Sockets.read(receiver, buffer, 0, buffer.length);
          if (n <= 0) {
            return false;
          }
          String message = new String(buffer, 0, n, StandardCharsets.UTF_8);
          others.add(message);
          return message.matches(regex);
        });
  }
}
