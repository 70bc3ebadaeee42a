package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Logs that cannot be written: no session is lost, and the number of lines lost is told. */
@Tag("ours")
class LogTroubleIT {
  private static final int SESSIONS = 40;
  @RegisterExtension final Workbench bench = new Workbench();

  /** A mount namespace of the server's own, with a disk of one page for its log. */
  private String[] onATinyDisk(Path disk) {
    return new String[] {
      Tool.path("unshare"),
      "-m",
      Tool.path("sh"),
      "-c",
      "mount -t tmpfs -o size=8k none " + disk + " && exec \"$@\"",
      "sh"
    };
  }

  @Test
  void servesOnWithAFullDiskAndTellsOnceHowManyLinesItCost() throws IOException {
    Path disk = Files.createDirectory(bench.folder().resolve("disk"));
    Path second = bench.folder().resolve("second.json");
    int port = Ports.free();
    int other = Ports.free();
    String config =
        Conf.entry(
                "defaults",
                "log_type = FILE " + disk.resolve("service.log"),
                "log_type = JSON FILE " + second,
                "log_on_success = PID HOST EXIT DURATION",
                "log_on_failure = HOST")
            + Conf.stream("a", port, Tool.path("cat"), "cps = 0 1")
            + Conf.stream("b", other, Tool.path("cat"), "cps = 0 1");
    Daemon daemon = bench.start(config, Map.of(), onATinyDisk(disk)).ready(port, other);
    Path seen = Path.of("/proc/" + daemon.pid() + "/root").resolve(disk.toString().substring(1));
    Files.write(seen.resolve("filler"), new byte[7 * 1024]);

    for (int i = 0; i < SESSIONS; i++) {
      assertEquals("x" + i, Client.exchange(i % 2 == 0 ? port : other, "x" + i));
    }
    int expected = 2 * SESSIONS;
    new LogFile(second).awaitCount("\"event\":\"ended\"", SESSIONS);
    assertEquals(expected, new LogFile(second).lines().size(), "the other sink has every line");
    assertEquals(1, daemon.log().count("cannot be written"), daemon.log().text());
    assertTrue(daemon.log().has("ERROR: log .*disk/service.log cannot be written.*No space left"));

    Files.delete(seen.resolve("filler"));
    assertEquals("y", Client.exchange(port, "y"));
    Matcher back =
        daemon.log().await("WARNING: log .*service.log works again; (\\d+) lines are lost");
    LogFile log = new LogFile(seen.resolve("service.log"));
    log.await("EXIT: a ");
    Await.until("the last lines", () -> log.lines().size() + lost(back) == expected + 2);
    for (String line : log.lines()) {
      assertTrue(line.matches(LogFile.STAMP + "(START|EXIT): [ab] .*"), line);
    }
    assertEquals(1, daemon.log().count("works again"), daemon.log().text());
  }

  private static int lost(Matcher back) {
    return Integer.parseInt(back.group(1));
  }

  @Test
  void servesOnWithoutASyslogDaemon() throws IOException {
    int port = Ports.free();
    Path own = bench.folder().resolve("own.log");
    Daemon daemon =
        bench
            .start(
                bench.defaults()
                    + Conf.stream(
                        "s",
                        port,
                        Tool.path("cat"),
                        "log_type = SYSLOG local3 notice",
                        "log_type = FILE " + own),
                Map.of(),
                Tool.path("unshare"),
                "-m",
                Tool.path("sh"),
                "-c",
                "mount -t tmpfs none /dev && exec \"$@\" 2>&1",
                "sh")
            .ready(port);
    for (int i = 0; i < 5; i++) {
      assertEquals("x", Client.exchange(port, "x"));
    }
    new LogFile(own).awaitCount("EXIT: s", 5);
    assertEquals(1, daemon.log().count("log /dev/log cannot be written"), daemon.log().text());
    daemon.stopCleanly();
    daemon.log().await("log /dev/log is closed; 10 lines are lost");
  }

  @Test
  void addsToTheLogsOfDefaultsAndOpensARenamedFileAnew() throws IOException {
    int port = Ports.free();
    Path own = bench.folder().resolve("own.json");
    String config =
        bench.defaults()
            + Conf.stream(
                "s",
                port,
                Tool.path("cat"),
                "no_access = 127.0.0.9",
                "log_type += JSON FILE " + own);
    Daemon daemon = bench.start(config).ready(port);
    assertEquals("x", Client.exchange(port, "x"));
    assertTrue(!Client.isAdmitted(port, "127.0.0.9"));
    daemon.serviceLog().await("EXIT: s status=0");
    daemon.serviceLog().await("FAIL: s address from=127.0.0.9");
    Matcher refused = new LogFile(own).await("\"event\":\"refused\".*");
    assertTrue(refused.group().contains("\"reason\":\"address\""), refused.group());
    assertTrue(refused.group().contains("\"rule\":\"no_access"), refused.group());
    assertTrue(refused.group().contains("xinetd.conf:"), refused.group());

    Path log = daemon.serviceLog().path();
    Path rotated = Files.move(log, bench.folder().resolve("service.log.1"));
    String before = Files.readString(rotated);
    daemon.reconfigure(config + "\n");
    assertEquals("y", Client.exchange(port, "y"));
    daemon.serviceLog().await("EXIT: s status=0");
    assertEquals(before, Files.readString(rotated));
  }
}
