package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an administrator does with bin/xinetctl on a running server. */
@Tag("ours")
class XinetctlIT {
  @RegisterExtension final Workbench bench = new Workbench();
  private int echo;
  private int off;
  private Daemon daemon;
  private String config;

  @BeforeEach
  void start() throws IOException {
    echo = Ports.free();
    off = Ports.free();
    config =
        bench.defaults("no_access = 127.0.0.9", "per_source = 4")
            + Conf.stream("echo", echo, Tool.path("cat"))
            + Conf.stream("sleeper", off, Tool.path("cat"), "disable = yes");
    daemon = bench.start(config).ready(echo);
  }

  private List<String> command(String... words) {
    List<String> command = new ArrayList<>();
    command.add(ProgramUnderTest.home().resolve("bin/xinetctl").toString());
    command.addAll(List.of("-control", daemon.control().toString()));
    command.addAll(List.of(words));
    return command;
  }

  private Tool.Result xinetctl(String... words) throws IOException {
    return Tool.run(command(words).toArray(String[]::new));
  }

  @Test
  void switchesServicesOnAndOffAndAReloadDoesNotChangeThat() throws IOException {
    assertFalse(ProcFs.listening(off));
    assertTrue(xinetctl("enable", "sleeper").ok().output().contains("1 added"));
    assertTrue(ProcFs.listening(off), "in force when the command has ended");
    assertTrue(xinetctl("disable", "echo").ok().output().contains("1 removed"));
    assertFalse(ProcFs.listening(echo));
    daemon.reconfigure(config + "# edited\n");
    assertTrue(ProcFs.listening(off));
    assertFalse(ProcFs.listening(echo));
    assertTrue(xinetctl("enable", "echo").ok().output().contains("1 added"));
    assertTrue(ProcFs.listening(echo));
    assertEquals(1, xinetctl("enable", "ecko").status());
    assertEquals("on sleeper\n", Files.readString(bench.folder().resolve("state/switches")));
  }

  @Test
  void kicksAClientAndSaysWhatItSaw() throws IOException {
    try (Client client = Client.admitted(echo, "127.0.0.1").orElseThrow()) {
      daemon.serviceLog().awaitCount("START: echo", 1); // it has its number
      try (Client other = Client.admitted(echo, "127.0.0.1").orElseThrow()) {
        assertEquals("a", other.send("a").read(1));
        assertTrue(xinetctl("limits", "echo").ok().output().contains("127.0.0.1 has the most"));
        assertTrue(xinetctl("kick", "1").ok().output().contains("1 session ended"));
        assertEquals("", client.readToEnd());
        assertEquals("b", other.send("b").read(1), "the other one goes on");
        assertEquals(1, xinetctl("kick", "1").status(), "it is gone");
      }
    }
    assertFalse(Client.isAdmitted(echo, "127.0.0.9"));
    String log =
        Await.answer(
            "the refusal is in the log",
            () -> {
              String text = xinetctl("log").ok().output();
              return text.contains("FAIL echo")
                  ? java.util.Optional.of(text)
                  : java.util.Optional.empty();
            });
    assertTrue(log.contains("no_access = 127.0.0.9"), log);
    assertTrue(log.contains("signal=15"), log);
  }

  @Test
  void followsTheLogUntilItIsInterrupted() throws Exception {
    Process follower = new ProcessBuilder(command("log", "-f", "-n", "0", "--json")).start();
    try (BufferedReader lines = follower.inputReader(StandardCharsets.UTF_8)) {
      Await.until(
          "a line came",
          () -> {
            assertTrue(Client.isAdmitted(echo, "127.0.0.1"));
            return lines.ready();
          });
      String line = lines.readLine();
      assertTrue(line.startsWith("{\"at\":\"") && line.contains("\"service\":\"echo\""), line);
    } finally {
      follower.destroy();
    }
    assertTrue(xinetctl("top", "-n", "1").ok().output().contains("started/s"));
  }

  @Test
  void healthIsAnExitStatus() throws IOException {
    assertTrue(xinetctl("health", "-r").ok().output().contains("1 services listen"));
    String all = xinetctl("health").ok().output();
    for (String check : List.of("descriptors", "events", "listening", "logs", "waiting")) {
      assertTrue(all.contains(check), all);
    }
    daemon.reconfigure(
        config
            + Conf.entry(
                "service nosuch",
                "type = INTERNAL UNLISTED",
                "socket_type = stream",
                "protocol = tcp",
                "wait = no",
                "port = " + Ports.free()));
    Tool.Result ready = xinetctl("health", "-r");
    assertEquals(1, ready.status());
    assertTrue(ready.output().contains("nosuch is waiting for"), ready.output());
  }

  @Test
  void reachesTheFrameworksOwnShell() throws IOException {
    assertTrue(xinetctl("gogo", "lb", "-s").ok().output().contains("org.jxinetd.engine"));
    assertTrue(
        xinetctl("gogo", "xinetd:services", "--json").ok().output().contains("\"id\":\"echo\""));
    assertEquals(1, xinetctl("gogo", "nosuchcommand").status());
  }

  @Test
  void completesInBash() throws IOException {
    Path script = ProgramUnderTest.home().resolve("completion/xinetctl.bash");
    String asked =
        "source "
            + script
            + "; COMP_WORDS=("
            + String.join(" ", command("limits", "e"))
            + "); COMP_CWORD=4; _xinetctl; echo \"${COMPREPLY[@]}\"";
    assertEquals("echo\n", Tool.run(Tool.path("bash"), "-c", asked).ok().output());
  }
}
