package org.jxinetd.shell.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.Reloader;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.ServiceState;
import org.jxinetd.api.service.SuperServer.ProviderStatus;

/** kick, enable, disable, limits, providers, log, top, and what TAB offers. */
class CommandsOfTheAdministratorTest {

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private final FakePlatform platform = new FakePlatform();
  private final Recorder out = new Recorder();
  private final CommandSet commands =
      CommandSet.standard(platform, Clock.fixed(NOW, ZoneOffset.UTC));

  @BeforeEach
  void fill() {
    ServiceSpec ftp =
        ServiceSpec.builder("org.jxinetd.service~ftp", "ftp")
            .port(21)
            .attribute("instances", "10")
            .attribute("per_source", "4")
            .attribute("cps", "25", "30")
            .build();
    platform.service(ftp, new ServiceState.Listening());
    platform.service("tftp", new ServiceState.Listening());
    platform.session(5, "ftp", 50, NOW).session(6, "ftp", 60, NOW).session(7, "tftp", 70, NOW);
    platform.written.add(new Reloader.Written("ftp", true, false, Origin.of("/etc/x", 1)));
    platform.written.add(new Reloader.Written("time", false, false, Origin.of("/etc/x", 9)));
  }

  private int run(String... words) throws Exception {
    return commands.run(List.of(words), out);
  }

  @Test
  void kicksSessionsByNumberServiceAndClient() throws Exception {
    assertEquals(0, run("kick", "5"));
    assertEquals(List.of(5L), platform.kicked);
    assertEquals(0, run("kick", "-s", "FTP"));
    assertEquals(List.of(5L, 5L, 6L), platform.kicked);
    assertEquals(0, run("kick", "-c", "127.0.0.1"));
    assertEquals(List.of(5L, 5L, 6L, 5L, 6L, 7L), platform.kicked);
    assertEquals(List.of("1 session ended", "2 sessions ended", "3 sessions ended"), out.lines);
  }

  @Test
  void saysWhichSessionsRunOn() throws Exception {
    platform.stubborn.add(6L);
    assertEquals(1, run("kick", "5", "6"));
    assertEquals(List.of("1 session ended"), out.lines);
    assertEquals(List.of("session 6 runs on: its server cannot be ended"), out.complaints);
  }

  @Test
  void kicksNobodyForAMistypedWord() throws Exception {
    assertEquals(64, run("kick"));
    assertEquals(64, run("kick", "five"));
    assertEquals(64, run("kick", "5", "-s", "ftp"));
    assertEquals(64, run("kick", "-c", "localhost"));
    assertEquals(64, run("kick", "-c"));
    assertEquals(1, run("kick", "99"));
    assertEquals(1, run("kick", "-s", "ftpd"));
    assertEquals(1, run("kick", "-c", "192.0.2.1"));
    assertEquals(List.of(), platform.kicked);
    assertTrue(
        out.complaints.contains("no service ftpd; did you mean ftp?"), out.complaints::toString);
  }

  @Test
  void switchesServicesOnAndOff() throws Exception {
    assertEquals(0, run("enable", "time"));
    assertEquals(0, run("disable", "FTP"));
    assertEquals(List.of("on time", "off FTP"), platform.turned);
    assertEquals(0, run("enable", "ftp"));
    assertEquals(List.of("on time", "off FTP"), platform.turned, "it is on already");
    assertEquals("service ftp is switched on already", out.lines.getLast());
    assertEquals(1, run("enable", "tme"));
    assertEquals(List.of("no service tme is configured; did you mean time?"), out.complaints);
    platform.hasReloader = false;
    assertEquals(1, run("disable", "ftp"));
  }

  @Test
  void servicesShowWhatWasSwitched() throws Exception {
    platform.written.add(new Reloader.Written("ftp", true, true, Origin.of("/etc/x", 1)));
    platform.written.add(new Reloader.Written("extra", false, true, Origin.of("/d/extra.cfg", 1)));
    assertEquals(0, run("services"));
    assertTrue(
        out.lines.stream().anyMatch(l -> l.startsWith("ftp ") && l.contains(" (enabled)")),
        out.lines::toString);
    assertTrue(
        out.lines.getLast().matches("extra .*/d/extra.cfg:1 +switched off by 'disable'"),
        out.lines::toString);
    assertEquals(0, run("services", "--json"));
    assertTrue(out.lines.getLast().contains("\"switched\":\"on\""), out.lines.getLast());
    assertTrue(
        out.lines
            .getLast()
            .endsWith(
                "{\"id\":\"extra\",\"running\":0,\"state\":{\"kind\":\"off\","
                    + "\"description\":\"switched off by 'disable'\"},"
                    + "\"origin\":\"/d/extra.cfg:1\",\"switched\":\"off\"}]"),
        out.lines.getLast());
  }

  @Test
  void showsWhatIsTakenOfTheLimits() throws Exception {
    assertEquals(0, run("limits", "ftp"));
    assertEquals(
        List.of(
            "50 more sessions are taken in all",
            "SERVICE  LIMIT       VALUE  USED  DETAIL",
            "ftp      instances   10     2     -",
            "ftp      per_source  4      2     127.0.0.1 has the most",
            "ftp      cps         25 30  -     -"),
        out.lines);
    assertEquals(1, run("limits", "nosuch"));
  }

  @Test
  void listsProvidersAndWhoIsInQuarantine() throws Exception {
    platform.providers.add(
        new ProviderStatus(
            "access", "org.example.slow", List.of("geo"), List.of("ftp"), Optional.of("too late")));
    platform.providers.add(
        new ProviderStatus(
            "handler", "org.jxinetd.x", List.of("exec"), List.of(), Optional.empty()));
    assertEquals(0, run("providers"));
    assertEquals(
        List.of(
            "KIND     BUNDLE            SERVES  USED BY  STATE",
            "access   org.example.slow  geo     ftp      quarantined: too late",
            "handler  org.jxinetd.x     exec    -        ready"),
        out.lines);
    assertEquals(0, run("providers", "--json"));
    assertTrue(out.lines.getLast().contains("\"quarantine\":\"too late\""), out.lines.getLast());
  }

  @Test
  void showsTheLatestEventsOfOneService() throws Exception {
    platform.happened("ftp");
    platform.refused("tftp");
    platform.happened("ftp");
    assertEquals(0, run("log"));
    assertEquals(3, out.lines.size());
    assertTrue(
        out.lines
            .get(1)
            .endsWith(
                "FAIL tftp address from=127.0.0.1:40000"
                    + " (no_access = 127.0.0.1, /etc/xinetd.conf:7)"),
        out.lines.get(1));
    assertEquals(0, run("log", "-n", "1", "FTP", "--json"));
    assertEquals(
        "{\"at\":\"1970-01-01T00:00:00Z\",\"kind\":\"START\",\"service\":\"ftp\","
            + "\"peer\":\"127.0.0.1:40000\",\"pid\":7}",
        out.lines.getLast());
    assertEquals(64, run("log", "-n", "-1"));
    assertEquals(64, run("log", "-n", "1001"));
    assertEquals(1, run("log", "nosuch"));
  }

  @Test
  void keepsABoundedNumberOfEvents() throws Exception {
    for (int i = 0; i < EventTail.KEPT + 5; i++) {
      platform.happened("ftp");
    }
    assertEquals(EventTail.KEPT, platform.events().latest().size());
    EventTail.Start start = platform.events().follow();
    try (EventTail.Follower follower = start.follower()) {
      for (int i = 0; i < EventTail.WAITING + 5; i++) {
        platform.happened("ftp");
      }
      assertEquals(EventTail.WAITING, follower.next(0).size());
      assertEquals(5, follower.takeLost());
      assertEquals(0, follower.takeLost());
    }
  }

  @Test
  void topShowsOneRoundAndEnds() throws Exception {
    assertEquals(0, run("top", "-n", "1", "-d", "1"));
    assertEquals(1, out.pages);
    assertTrue(
        out.lines.getFirst().startsWith("2 services, 3 sessions, 50 places free, 0.0 started/s"),
        out.lines.getFirst());
    assertTrue(
        out.lines.contains("SESSION  SERVICE  PID  CLIENT           AGE"), out.lines::toString);
    assertEquals(64, run("top", "-d", "0"));
    assertEquals(64, run("top", "-n", "many"));
  }

  @Test
  void tabOffersCommandsOptionsAndNames() {
    assertEquals(List.of("service", "services"), commands.complete(List.of("servic")));
    assertEquals(List.of("ftp", "tftp"), commands.complete(List.of("service", "")));
    assertEquals(List.of("time"), commands.complete(List.of("enable", "T")));
    assertEquals(List.of("5", "6", "7"), commands.complete(List.of("kick", "")));
    assertEquals(List.of("--help", "--json"), commands.complete(List.of("log", "--")));
    assertEquals(List.of(), commands.complete(List.of("log", "-n", "")), "a number follows");
    assertEquals(List.of(), commands.complete(List.of("nosuch", "")));
    assertEquals(List.of("why"), commands.complete(List.of("help", "wh")));
    assertTrue(!commands.complete(List.of("")).contains("complete"), "it is there for programs");
  }

  @Test
  void completeIsForShells() throws Exception {
    assertEquals(0, run("complete", "--", "limits", "f"));
    assertEquals(List.of("ftp"), out.lines);
    assertEquals(1, run("complete", "--", "limits", "x"));
  }

  @Test
  void gogoTellsWhenItIsNotThere() throws Exception {
    assertEquals(1, run("gogo", "lb", "-s"));
    assertEquals(64, run("gogo"));
    assertEquals(0, run("gogo", "--help"));
  }
}
