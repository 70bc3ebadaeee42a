package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** xinetctl without a command, on a pseudo-terminal that script(1) makes. */
@Tag("ours")
class ConsoleIT {
  private static final String PROMPT = "xinetd> ";
  private static final String UP = "\u001bOA";
  private static final String CTRL_C = "\u0003";
  private static final String CTRL_D = "\u0004";

  @RegisterExtension final Workbench bench = new Workbench();
  private Daemon daemon;

  @BeforeEach
  void start() throws IOException {
    int echo = Ports.free();
    daemon =
        bench.start(bench.defaults() + Conf.stream("echo", echo, Tool.path("cat"))).ready(echo);
  }

  /** With a terminal of this size, whose name goes into the file {@code tty}. */
  private Typist console(int columns, int rows) throws IOException {
    String inside =
        "stty cols "
            + columns
            + " rows "
            + rows
            + "; tty >"
            + bench.folder().resolve("tty")
            + "; exec "
            + ProgramUnderTest.home().resolve("bin/xinetctl")
            + " -control "
            + daemon.control();
    ProcessBuilder builder =
        new ProcessBuilder(Tool.path("script"), "-qec", inside, "/dev/null")
            .redirectErrorStream(true);
    builder.environment().put("TERM", "xterm-256color");
    builder.environment().put("XDG_STATE_HOME", bench.folder().resolve("home").toString());
    return new Typist(builder.start()).await(PROMPT);
  }

  @Test
  void editsCompletesAndRemembersLines() throws IOException {
    Typist first = console(120, 40);
    first.type("why ec\t").await("why echo").type("\r").await("echo: listening").await(PROMPT);
    first.type("wjy\u007f\u007fhy nosuch\r").await("no service nosuch").await("[1] " + PROMPT);
    first.type(UP).await("nosuch").type(UP).await("echo").type("\r").await("echo: listening");
    first.await(PROMPT).type("never run" + CTRL_C).await(PROMPT).type("why nosuch\r");
    first.await("no service nosuch").await("[1] " + PROMPT).type(CTRL_D);
    assertEquals(1, first.exitStatus(), "the status of the last command");

    Path history = bench.folder().resolve("home/xinetd/xinetctl_history");
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(history)));
    assertFalse(Files.readString(history).contains("never run"));
    Typist second = console(120, 40);
    second.type(UP).await("why nosuch").type("\r").await("no service nosuch");
    second.await("[1] " + PROMPT).type("services --json\r").await("\"id\":\"echo\"");
    second.await(PROMPT).type("quit\r");
    assertEquals(0, second.exitStatus());
  }

  @Test
  void ctrlCEndsWhatGoesOn() throws IOException {
    Typist typist = console(120, 40);
    typist.type("top\r").await("SERVICE").await("SERVICE").type(CTRL_C).await("[130] " + PROMPT);
    assertFalse(typist.shown().contains("went away"), typist.shown());
    typist.type("why echo\r").await("echo: listening").await(PROMPT).type("exit\r");
    assertEquals(0, typist.exitStatus());
    daemon.stopCleanly();
    Typist alone = console(120, 40);
    alone.type("services\r").await("no server answers on").await("[69] " + PROMPT).type(CTRL_D);
    assertEquals(69, alone.exitStatus());
  }

  @Test
  void followsTheSizeOfTheWindow() throws IOException {
    Typist typist = console(200, 40);
    long wide = linesOfAList(typist);
    String tty = Files.readString(bench.folder().resolve("tty")).strip();
    Tool.run(Tool.path("stty"), "-F", tty, "cols", "40", "rows", "50").ok();
    Await.until("the list is as narrow as the window", () -> linesOfAList(typist) > wide);
    typist.type(CTRL_D);
    assertEquals(0, typist.exitStatus());
    // a serial line that does not know its size
    console(0, 0).type("why ec\t").await("why echo").type("\r").await("echo: listening");
  }

  /** Lines that all commands take, as TAB lists them. */
  private static long linesOfAList(Typist typist) throws IOException {
    int before = typist.shown().length();
    typist.type("\t").await("why").type(CTRL_C).await(PROMPT);
    String list = typist.shown().substring(before);
    assertTrue(list.contains("services"), list);
    return list.lines().count();
  }
}
