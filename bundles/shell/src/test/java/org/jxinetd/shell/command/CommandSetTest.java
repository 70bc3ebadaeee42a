package org.jxinetd.shell.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.jxinetd.api.access.Explanation;
import org.jxinetd.api.service.ConfigurationCheck;
import org.jxinetd.api.service.Network;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.Reloader.Change;
import org.jxinetd.api.service.Reloader.Kind;
import org.jxinetd.api.service.Reloader.Report;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.ServiceState;
import org.jxinetd.api.service.Upgrader;

class CommandSetTest {

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private final FakePlatform platform = new FakePlatform();
  private final Recorder out = new Recorder();
  private final CommandSet commands =
      CommandSet.standard(platform, Clock.fixed(NOW, ZoneOffset.UTC));

  private int run(String... words) throws Exception {
    return commands.run(List.of(words), out);
  }

  private void fill() {
    platform
        .service("ftp", new ServiceState.Listening())
        .service("tftp", new ServiceState.Waiting(List.of("attribute max_load"), false))
        .service(
            "time",
            new ServiceState.Failed(
                List.of(
                    Problem.error(
                            Origin.of("/etc/xinetd.d/time", 9),
                            "user",
                            "no user 'nobdy'",
                            "service time not started")
                        .withFix("user = nobody"))));
  }

  @Test
  void listsServicesInAlignedColumns() throws Exception {
    fill();
    assertEquals(0, run("services"));
    assertEquals(
        List.of(
            "SERVICE  LISTENS     SOCKET             RUNNING  CONFIGURED            STATE",
            "ftp      0.0.0.0:21  stream/tcp nowait  2        /etc/xinetd.d/ftp:3   listening",
            "tftp     -           stream/tcp nowait  2        /etc/xinetd.d/tftp:3  "
                + "waiting for attribute max_load",
            "time     -           stream/tcp nowait  2        /etc/xinetd.d/time:3  "
                + "failed: no user 'nobdy'"),
        out.lines);
  }

  @Test
  void listsServicesAsJson() throws Exception {
    platform.service("ftp", new ServiceState.Listening());
    assertEquals(0, run("services", "--json"));
    assertEquals(
        "[{\"id\":\"ftp\",\"name\":\"ftp\",\"pid\":\"org.jxinetd.service~ftp\","
            + "\"socket_type\":\"stream\",\"protocol\":\"tcp\",\"wait\":false,"
            + "\"bound\":\"0.0.0.0:21\",\"running\":2,"
            + "\"state\":{\"kind\":\"listening\",\"description\":\"listening\"},"
            + "\"source\":\"file\",\"origin\":\"/etc/xinetd.d/ftp:3\",\"last_good\":false}]",
        out.lines.getFirst());
  }

  @Test
  void saysWhenAnAdministratorsDefinitionIsInForce() throws Exception {
    platform.service(
        ServiceSpec.builder("org.jxinetd.service~x", "x")
            .source(ServiceSpec.Source.ADMIN)
            .origin(new Origin("org.jxinetd.service~x", 0, 0))
            .build(),
        new ServiceState.Listening());
    run("services");
    assertTrue(out.lines.get(1).contains("org.jxinetd.service~x (Config Admin)"));
  }

  @Test
  void listsRunningServersWithTheirAge() throws Exception {
    platform
        .session(1, "ftp", 4711, NOW.minusSeconds(3725))
        .session(22, "echo", 0, NOW.minusSeconds(7));
    assertEquals(0, run("servers"));
    assertEquals(
        List.of(
            "SESSION  SERVICE  PID   CLIENT           STARTED               AGE",
            "1        ftp      4711  127.0.0.1:40000  2026-11-23T10:57:55Z  1h02m",
            "22       echo     -     127.0.0.1:40000  2026-11-23T11:59:53Z  7s"),
        out.lines);
  }

  @Test
  void sessionsIsAnotherWordForServers() throws Exception {
    platform.session(1, "echo", 0, NOW);
    assertEquals(0, run("sessions", "--json"));
    assertEquals(
        List.of(
            "[{\"number\":1,\"service\":\"echo\",\"pid\":null,\"peer\":\"127.0.0.1:40000\","
                + "\"started\":\"2026-11-23T12:00:00Z\"}]"),
        out.lines);
  }

  @Test
  void emptyListsAreSaidInWordsAndAreEmptyArraysInJson() throws Exception {
    run("services");
    run("servers");
    run("why");
    run("services", "--json");
    run("servers", "--json");
    assertEquals(
        List.of(
            "no service is configured",
            "no server is running",
            "every service is listening",
            "[]",
            "[]"),
        out.lines);
  }

  @Test
  void showsOneServiceWithOriginsIgnoringCase() throws Exception {
    fill();
    assertEquals(0, run("service", "FTP"));
    assertTrue(out.lines.contains("state       listening"));
    assertTrue(out.lines.contains("server     /usr/sbin/in.ftp  /etc/xinetd.d/ftp:3"));
  }

  @Test
  void suggestsTheNearestServiceAndExitsWithOne() throws Exception {
    fill();
    assertEquals(1, run("service", "tfpt"));
    assertEquals(List.of("no service tfpt; did you mean tftp?"), out.complaints);
  }

  @Test
  void suggestsNothingForAWordThatIsNearNothing() throws Exception {
    fill();
    assertEquals(1, run("why", "webserver"));
    assertEquals(List.of("no service webserver"), out.complaints);
  }

  @Test
  void saysWhyServicesDoNotServe() throws Exception {
    fill();
    assertEquals(0, run("why"));
    assertEquals(
        List.of(
            "tftp: waiting, not bound",
            "  needs attribute max_load",
            "time: failed",
            "  error: /etc/xinetd.d/time:9: user: no user 'nobdy'; service time not started",
            "    fix: user = nobody"),
        out.lines);
  }

  @Test
  void saysOfAListeningServiceThatNothingIsWrong() throws Exception {
    fill();
    assertEquals(0, run("why", "ftp"));
    assertEquals(List.of("ftp: listening, nothing is wrong"), out.lines);
  }

  @Test
  void whyAsJsonCarriesTheProblems() throws Exception {
    fill();
    assertEquals(0, run("why", "time", "--json"));
    assertTrue(out.lines.getFirst().contains("\"line\":9,\"attribute\":\"user\""));
  }

  @Test
  void checkPrintsProblemsAsCompilersDoAndASummary() throws Exception {
    Origin place = new Origin("/etc/xinetd.d/ftp", 4, 9);
    Problem wrong =
        Problem.warning(place, "cps", "a rate of 0 is no limit", "nothing is limited")
            .withFix("give a rate");
    platform.checked = new ConfigurationCheck.Result(List.of(wrong), 3, 2, 1);
    assertEquals(0, run("check"));
    assertEquals(
        List.of(
            "/etc/xinetd.d/ftp:4:9: warning: cps: a rate of 0 is no limit; nothing is limited"
                + " [fix: give a rate]"),
        out.complaints);
    assertEquals(List.of("3 services, 2 ready; 0 errors, 1 warning in 1 file"), out.lines);
    assertEquals(1, run("check", "-strict"));
    assertEquals(64, run("check", "-f", "/etc/shadow"));
  }

  @Test
  void checkWithoutAFrontEndSaysWhatIsMissing() throws Exception {
    assertEquals(1, run("check"));
    assertTrue(out.complaints.getFirst().contains("config bundle"));
  }

  @Test
  void servicesTellLastGoodDefinitions() throws Exception {
    platform.service(
        ServiceSpec.builder("p", "ftp").origin(Origin.of("/x", 3)).port(21).lastGood(true).build(),
        new ServiceState.Listening());
    assertEquals(0, run("services"));
    assertTrue(out.lines.getLast().contains("/x:3 (last good definition)"), out.lines.toString());
  }

  @Test
  void reloadWaitsUntilInForceAndListsWhatChanged() throws Exception {
    platform.report =
        new Report(
            7,
            List.of(),
            List.of(
                new Change(Kind.ADDED, "ftp", List.of()),
                new Change(Kind.REMOVED, "time", List.of()),
                new Change(Kind.CHANGED, "echo", List.of("per_source: 4 -> 10", "nice: - -> 5"))),
            12);
    platform.slicesUntilInForce = 2;
    assertEquals(0, run("reload"));
    assertEquals(
        List.of(
            "added ftp",
            "removed time",
            "changed echo",
            "  per_source: 4 -> 10",
            "  nice: - -> 5",
            "1 added, 1 removed, 1 changed, 12 kept (in force)"),
        out.lines);
    assertEquals(List.of(7L, 7L, 7L), platform.awaited);
    assertEquals(List.of(false), platform.dryRuns);
  }

  @Test
  void dryRunPublishesNothingAndWaitsForNothing() throws Exception {
    assertEquals(0, run("reload", "-n"));
    assertEquals(List.of(true), platform.dryRuns);
    assertEquals(List.of(), platform.awaited);
    assertEquals(
        List.of("0 added, 0 removed, 0 changed, 0 kept (dry run, nothing was done)"), out.lines);
  }

  @Test
  void reloadWithErrorsTellsThemAndExitsWithOne() throws Exception {
    platform.report =
        new Report(
            8,
            List.of(
                Problem.error(Origin.of("/etc/x", 4), "port", "no number", "service a not started"),
                Problem.warning(Origin.of("/etc/x", 5), "prot", "unknown attribute", "")),
            List.of(),
            1);
    assertEquals(1, run("reload"));
    assertEquals(
        List.of(
            "error: /etc/x:4: port: no number; service a not started",
            "warning: /etc/x:5: prot: unknown attribute"),
        out.complaints);
    assertEquals(
        List.of("0 added, 0 removed, 0 changed, 1 kept, 2 problems (in force)"), out.lines);
  }

  @Test
  void reloadWithWarningsAloneSucceeds() throws Exception {
    platform.report =
        new Report(8, List.of(Problem.warning(Origin.of("/etc/x", 5), "a", "b", "")), List.of(), 1);
    assertEquals(0, run("reload"));
  }

  @Test
  void reloadGivesUpAfterThirtySlices() throws Exception {
    platform.report = new Report(9, List.of(), List.of(), 1);
    platform.slicesUntilInForce = Integer.MAX_VALUE;
    assertEquals(1, run("reload"));
    assertEquals(30, platform.awaited.size());
    assertTrue(out.complaints.getFirst().contains("within 30 s"));
  }

  @Test
  void reloadWithoutEngineSaysThatNothingIsServed() throws Exception {
    platform.report = new Report(9, List.of(), List.of(), 1);
    platform.hasServer = false;
    assertEquals(1, run("reload", "--json"));
    assertEquals(
        "{\"dry_run\":false,\"generation\":9,\"in_force\":false,\"changes\":[],\"kept\":1,"
            + "\"problems\":[]}",
        out.lines.getFirst());
    assertEquals(List.of(Platform.NO_ENGINE), out.complaints);
  }

  @Test
  void aMissingEngineIsASentenceAndExitOne() throws Exception {
    platform.hasServer = false;
    platform.hasReloader = false;
    for (String command : List.of("services", "servers", "why")) {
      assertEquals(1, run(command));
    }
    assertEquals(1, run("service", "ftp"));
    assertEquals(1, run("reload"));
    assertEquals(5, out.complaints.size());
    assertEquals(List.of(), out.lines);
  }

  @Test
  void wrongUsageIsSixtyFour() throws Exception {
    assertEquals(64, run());
    assertEquals(64, run("servises"));
    assertEquals(64, run("service"));
    assertEquals(64, run("services", "ftp"));
    assertEquals(64, run("reload", "-x"));
    assertEquals(64, run("services", "--", "--json"));
    assertEquals(
        List.of(
            "a command is missing; 'help' lists them",
            "unknown command servises; did you mean services or service? ('help' lists them)",
            "service: a name is missing; usage: service NAME [--json]",
            "services: 'ftp' is too much; usage: services [--json]",
            "reload: unknown option -x; usage: reload [-n] [--json]",
            "services: '--json' is too much; usage: services [--json]"),
        out.complaints);
    assertEquals(List.of(), platform.dryRuns);
  }

  @Test
  void helpListsEveryCommandAndDescribesOne() throws Exception {
    assertEquals(0, run("help"));
    long shown = commands.commands().stream().filter(command -> !command.hidden()).count();
    assertEquals(shown + 1, out.lines.size());
    assertFalse(String.join("\n", out.lines).contains("complete --"), "it is there for programs");
    out.lines.clear();
    assertEquals(0, run("sessions", "--help"));
    assertEquals(
        List.of(
            "servers: list the running servers with their clients, oldest first",
            "usage    servers [--json]",
            "also     sessions",
            "example  servers"),
        out.lines);
    assertEquals(1, run("help", "relaod"));
    assertEquals(List.of("no command relaod; did you mean reload?"), out.complaints);
    assertEquals(0, run("--help"));
  }

  @Test
  void saysWhetherAnUpgradeWasDone() throws Exception {
    assertEquals(0, run("upgrade"));
    assertEquals(List.of("process 17 serves; this one ends with its last session"), out.lines);
    platform.upgrader = Optional.of(() -> new Upgrader.Outcome(false, 0, "it has ended"));
    assertEquals(1, run("upgrade", "--json"));
    assertEquals("{\"done\":false,\"pid\":0,\"message\":\"it has ended\"}", out.lines.getLast());
    assertEquals(List.of("it has ended"), out.complaints);
    platform.upgrader = Optional.empty();
    assertEquals(1, run("upgrade"));
  }

  @Test
  void examplesAreUnderstood() throws Exception {
    platform.service("ftp", new ServiceState.Listening());
    platform.door.explanation = Optional.of(new Explanation("ftp", List.of(), Optional.empty()));
    platform.checked = new ConfigurationCheck.Result(List.of(), 1, 1, 1);
    for (Command command : commands.commands()) {
      platform.door.ban(Network.parse("192.0.2.7").orElseThrow(), Optional.empty());
      int status = run(words(command.example()));
      assertTrue(
          status == ExitStatus.DONE || status == ExitStatus.NO,
          command.example() + ": " + out.complaints);
    }
  }

  /** As a shell splits it: quoted words stay together. */
  private static String[] words(String line) {
    return Pattern.compile("\"([^\"]*)\"|\\S+")
        .matcher(line)
        .results()
        .map(m -> m.group(1) == null ? m.group() : m.group(1))
        .toArray(String[]::new);
  }

  @Test
  void theManualNamesEveryCommandWithItsUsageAndExample() throws Exception {
    String manual = Files.readString(Path.of("../../docs/xinetctl.8.md"));
    for (Command command : commands.commands()) {
      if (command.hidden()) {
        continue;
      }
      assertTrue(manual.contains("\n### " + command.usage() + "\n"), command.usage());
      assertTrue(manual.contains("    xinetctl " + command.example() + "\n"), command.example());
      for (String alias : command.aliases()) {
        assertTrue(manual.contains("**" + alias + "**"), alias);
      }
    }
    assertFalse(manual.contains("\t"));
  }

  @Test
  void theManualDescribesNoCommandThatDoesNotExist() throws Exception {
    List<String> usages = commands.commands().stream().map(Command::usage).toList();
    Files.readString(Path.of("../../docs/xinetctl.8.md"))
        .lines()
        .filter(line -> line.startsWith("### "))
        .forEach(line -> assertTrue(usages.contains(line.substring(4)), line));
  }
}
