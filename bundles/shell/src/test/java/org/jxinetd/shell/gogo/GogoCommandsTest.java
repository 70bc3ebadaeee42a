package org.jxinetd.shell.gogo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.service.command.CommandSession;
import org.junit.jupiter.api.Test;
import org.jxinetd.api.service.ServiceState;
import org.jxinetd.shell.command.CommandSet;
import org.jxinetd.shell.command.FakePlatform;

class GogoCommandsTest {

  private final FakePlatform platform = new FakePlatform();
  private final CommandSet commands = CommandSet.standard(platform, Clock.systemUTC());
  private final ByteArrayOutputStream console = new ByteArrayOutputStream();

  private CommandSession session() {
    CommandProcessorImpl processor = new CommandProcessorImpl(null);
    for (String function :
        List.of(
            "services",
            "service",
            "servers",
            "sessions",
            "why",
            "reload",
            "explain",
            "fails",
            "bans",
            "ban",
            "unban")) {
      processor.addCommand("xinetd", GogoCommands.function(commands, function), function);
    }
    PrintStream out = new PrintStream(console, true, StandardCharsets.UTF_8);
    return processor.createSession(new ByteArrayInputStream(new byte[0]), out, out);
  }

  @Test
  void gogoFindsTheCommandsAndPassesOptionsOn() throws Exception {
    platform.service("ftp", new ServiceState.Listening());
    try (CommandSession session = session()) {
      session.execute("xinetd:services");
      session.execute("xinetd:reload -n");
      session.execute("xinetd:service ftp --json");
      session.execute("xinetd:sessions");
      session.execute("xinetd:servers");
      session.execute("xinetd:why");
    }
    String shown = console.toString(StandardCharsets.UTF_8);
    assertTrue(shown.startsWith("SERVICE "), shown);
    assertTrue(shown.contains("(dry run, nothing was done)"), shown);
    assertTrue(shown.contains("[{\"id\":\"ftp\""), shown);
    assertTrue(shown.contains("every service is listening"), shown);
    assertEquals(List.of(true), platform.dryRuns);
  }

  @Test
  void gogoHandsOptionsWithValuesOn() throws Exception {
    try (CommandSession session = session()) {
      session.execute("xinetd:ban 192.0.2.7 --for 2h");
      session.execute("xinetd:bans");
      session.execute("xinetd:fails");
      session.execute("xinetd:unban 192.0.2.7");
      session.execute("xinetd:explain ftp 192.0.2.7 --at \"2026-11-28 13:05\"");
      assertEquals(1, session.get("status"));
    }
    String shown = console.toString(StandardCharsets.UTF_8);
    assertTrue(shown.contains("192.0.2.7 is banned until 2026-11-23T14:00:00Z"), shown);
    assertTrue(shown.contains("192.0.2.7 is not banned any more"), shown);
    assertTrue(shown.contains("nobody was refused"), shown);
    assertTrue(shown.contains("no service ftp"), shown);
  }

  @Test
  void keepsTheExitStatusInAVariable() throws Exception {
    try (CommandSession session = session()) {
      session.execute("xinetd:service nosuch");
      assertEquals(1, session.get("status"));
      session.execute("xinetd:reload -z");
      assertEquals(64, session.get("status"));
      session.execute("xinetd:services");
      assertEquals(0, session.get("status"));
    }
  }

  @Test
  void theConsoleGetsNoEscapeSequences() throws Exception {
    platform.service("a\u001b[2J", new ServiceState.Listening());
    try (CommandSession session = session()) {
      session.execute("xinetd:services");
    }
    assertTrue(console.toString(StandardCharsets.UTF_8).contains("a?[2J"));
  }
}
