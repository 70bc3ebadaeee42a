package org.jxinetd.shell.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.Explanation;
import org.jxinetd.api.access.Finding;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Refusal;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.ServiceState;

/** explain, fails, bans, ban and unban. */
class DoorCommandsTest {

  private static final Clock BERLIN =
      Clock.fixed(FakeDoor.NOW, ZoneId.of("Europe/Berlin")); // one hour ahead in November

  private static final Finding PASS =
      new Finding(
          "load",
          Optional.empty(),
          new Evidence("max_load = 2", Origin.of("/etc/x", 4), "load 0.40 of 2"));
  private static final Finding NO =
      new Finding(
          "address",
          Optional.of(Reason.ADDRESS),
          new Evidence("only_from = 10.0.0.0/8", Origin.of("/etc/x", 7), "no entry matches"));

  private final FakePlatform platform = new FakePlatform();
  private final Recorder out = new Recorder();
  private final CommandSet commands = CommandSet.standard(platform, BERLIN);

  private int run(String... words) throws Exception {
    return commands.run(List.of(words), out);
  }

  private void explains(Finding... findings) {
    platform.service("ftp", new ServiceState.Listening());
    List<Finding> all = List.of(findings);
    platform.door.explanation =
        Optional.of(
            new Explanation(
                "ftp", all, all.stream().filter(f -> f.objection().isPresent()).findFirst()));
  }

  @Test
  void explainPrintsEveryRuleAndTheVerdict() throws Exception {
    explains(PASS, NO);
    assertEquals(ExitStatus.NO, run("explain", "FTP", "192.0.2.7"));
    assertEquals(
        List.of(
            "service ftp, client 192.0.2.7, at 2026-11-23T12:00:00Z",
            "STEP     SAYS         RULE                    SET IN    STATE",
            "load     pass         max_load = 2            /etc/x:4  load 0.40 of 2",
            "address  no: address  only_from = 10.0.0.0/8  /etc/x:7  no entry matches",
            "verdict: refused (address) by only_from = 10.0.0.0/8, /etc/x:7"),
        out.lines);
  }

  @Test
  void whatTheServerRefusesByItselfIsToldApart() throws Exception {
    explains(PASS, new Finding("behind", Optional.of(Reason.LIBWRAP), NO.evidence()));
    assertEquals(ExitStatus.NO, run("explain", "ftp", "192.0.2.7"));
    assertEquals(
        "verdict: admitted here, but refused by the server itself (libwrap)"
            + " by only_from = 10.0.0.0/8, /etc/x:7",
        out.lines.getLast());
  }

  @Test
  void explainSaysYesAndItsStatusDoesToo() throws Exception {
    explains(PASS);
    assertEquals(ExitStatus.DONE, run("explain", "ftp", "::1"));
    assertEquals("verdict: admitted", out.lines.getLast());
  }

  @Test
  void nameAndLocalTimeArePassedOn() throws Exception {
    explains(PASS);
    run("explain", "ftp", "192.0.2.7", "--name", "a.example", "--at", "2026-11-28 13:05");
    run("explain", "ftp", "192.0.2.7", "--at", "2026-11-28T13:05:30Z");
    assertEquals(
        List.of(
            "org.jxinetd.service~ftp 192.0.2.7 a.example 2026-11-28T12:05:00Z",
            "org.jxinetd.service~ftp 192.0.2.7 - 2026-11-28T13:05:30Z"),
        platform.door.asked);
  }

  @Test
  void explainAsJson() throws Exception {
    explains(NO);
    run("explain", "ftp", "192.0.2.7", "--json");
    String finding =
        "{\"step\":\"address\",\"objection\":\"address\",\"rule\":\"only_from = 10.0.0.0/8\","
            + "\"origin\":\"/etc/x:7\",\"state\":\"no entry matches\"}";
    assertEquals(
        "{\"service\":\"ftp\",\"client\":\"192.0.2.7\",\"at\":\"2026-11-23T12:00:00Z\","
            + "\"admitted\":false,\"findings\":["
            + finding
            + "],\"decisive\":"
            + finding
            + "}",
        out.lines.getFirst());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "explain ftp",
        "explain ftp nowhere",
        "explain ftp 192.0.2.7 --at yesterday",
        "explain ftp 192.0.2.7 --at",
        "explain --fail x",
        "explain ftp --fail 1",
        "ban nobody",
        "ban 192.0.2.7 --for ever",
        "ban 192.0.2.7 --for 0",
        "ban 192.0.2.7 --for 9999999999m",
        "unban 192.0.2.700",
        "ban",
        "ban 192.0.2.0/33",
        "ban 192.0.2.0/",
        "ban /24",
        "ban 2001:db8::/129",
        "unban 192.0.2.7/24"
      })
  void whatIsWrittenWronglyIsSaidWithTheUsage(String line) throws Exception {
    explains(PASS);
    assertEquals(ExitStatus.USAGE, run(line.split(" ")), line);
    assertTrue(out.complaints.getFirst().contains("usage: "), out.complaints.getFirst());
    assertEquals(List.of(), out.lines);
  }

  @Test
  void aServiceThatIsNotThereIsNoAnswer() throws Exception {
    explains(PASS);
    assertEquals(ExitStatus.NO, run("explain", "fpt", "192.0.2.7"));
    assertEquals(List.of("no service fpt; did you mean ftp?"), out.complaints);
    platform.door.explanation = Optional.empty();
    assertEquals(ExitStatus.NO, run("explain", "ftp", "192.0.2.7"));
    assertEquals("service ftp is gone", out.complaints.getLast());
  }

  private void refusal(long id, String service) {
    platform.door.refusals.add(
        new Refusal(
            id,
            Instant.parse("2026-11-23T11:59:58.123Z"),
            service,
            Optional.of(new Endpoint(Address.parse("192.0.2.7").orElseThrow(), 4000)),
            Reason.ADDRESS,
            List.of(PASS, NO)));
  }

  @Test
  void failsListsAndOneExpands() throws Exception {
    refusal(3, "ftp");
    refusal(4, "finger");
    assertEquals(ExitStatus.DONE, run("fails", "finger"));
    assertEquals(
        List.of(
            "ID  AT                    SERVICE  CLIENT          REASON   RULE                  "
                + "  SET IN",
            "4   2026-11-23T11:59:58Z  finger   192.0.2.7:4000  address  only_from = 10.0.0.0/8"
                + "  /etc/x:7"),
        out.lines);
    out.lines.clear();
    assertEquals(ExitStatus.DONE, run("explain", "--fail", "3"));
    assertEquals(
        "refusal 3: service ftp, client 192.0.2.7:4000, at 2026-11-23T11:59:58.123Z",
        out.lines.getFirst());
    assertEquals(
        "verdict: refused (address) by only_from = 10.0.0.0/8, /etc/x:7", out.lines.getLast());
    out.lines.clear();
    assertEquals(ExitStatus.DONE, run("explain", "--fail", "3", "--json"));
    assertTrue(out.lines.getFirst().contains("\"id\":3,"), out.lines.getFirst());
    assertTrue(out.lines.getFirst().contains("\"state\":\"load 0.40 of 2\""));
    assertEquals(ExitStatus.NO, run("explain", "--fail", "9"));
    assertEquals(List.of("no refusal 9 is kept; 'fails' lists those that are"), out.complaints);
  }

  @Test
  void nobodyRefusedIsSaid() throws Exception {
    assertEquals(ExitStatus.DONE, run("fails"));
    assertEquals(ExitStatus.DONE, run("fails", "ftp"));
    assertEquals(ExitStatus.DONE, run("fails", "--json"));
    assertEquals(List.of("nobody was refused", "nobody was refused by ftp", "[]"), out.lines);
  }

  @Test
  void bansComeAndGo() throws Exception {
    assertEquals(ExitStatus.DONE, run("bans"));
    assertEquals(ExitStatus.DONE, run("ban", "192.0.2.7", "--for", "2h"));
    assertEquals(ExitStatus.DONE, run("ban", "2001:db8::1"));
    assertEquals(ExitStatus.DONE, run("bans"));
    assertEquals(ExitStatus.DONE, run("unban", "192.0.2.7"));
    assertEquals(ExitStatus.NO, run("unban", "192.0.2.7"));
    assertEquals(
        List.of(
            "nobody is banned",
            "192.0.2.7 is banned until 2026-11-23T14:00:00Z",
            "2001:db8::1 is banned for ever",
            "ADDRESS      SINCE                 UNTIL                 WHY      SET IN",
            "192.0.2.7    2026-11-23T12:00:00Z  2026-11-23T14:00:00Z  by hand  shell",
            "2001:db8::1  2026-11-23T12:00:00Z  for ever              by hand  shell",
            "192.0.2.7 is not banned any more"),
        out.lines);
    assertEquals(List.of("192.0.2.7 was not banned"), out.complaints);
  }

  @Test
  void networksAreBannedAndLifted() throws Exception {
    assertEquals(ExitStatus.DONE, run("ban", "192.0.2.0/24"));
    assertEquals(ExitStatus.DONE, run("ban", "2001:db8::/48", "--for", "1h", "--json"));
    assertEquals(ExitStatus.NO, run("unban", "192.0.2.7"));
    assertEquals(
        "192.0.2.7 was not banned itself; it is in 192.0.2.0/24", out.complaints.removeLast());
    assertEquals(ExitStatus.DONE, run("unban", "192.0.2.0/24"));
    assertEquals(ExitStatus.DONE, run("unban", "2001:db8::/48", "--json"));
    assertEquals(
        List.of(
            "192.0.2.0/24 is banned for ever",
            "{\"address\":\"2001:db8::/48\",\"since\":\"2026-11-23T12:00:00Z\","
                + "\"until\":\"2026-11-23T13:00:00Z\",\"rule\":\"by hand\",\"origin\":\"shell\"}",
            "192.0.2.0/24 is not banned any more",
            "{\"address\":\"2001:db8::/48\",\"lifted\":true}"),
        out.lines);
    assertEquals(ExitStatus.USAGE, run("ban", "192.0.2.7/24"));
    assertEquals(
        "ban: '192.0.2.7/24' is not the first address of its network; did you mean 192.0.2.0/24?;"
            + " usage: ban ADDRESS[/BITS] [--for DURATION] [--json]",
        out.complaints.getLast());
  }

  @Test
  void bansAsJson() throws Exception {
    run("ban", "192.0.2.7", "--json");
    run("bans", "--json");
    run("unban", "192.0.2.7", "--json");
    String ban =
        "{\"address\":\"192.0.2.7\",\"since\":\"2026-11-23T12:00:00Z\",\"until\":null,"
            + "\"rule\":\"by hand\",\"origin\":\"shell\"}";
    assertEquals(
        List.of(ban, "[" + ban + "]", "{\"address\":\"192.0.2.7\",\"lifted\":true}"), out.lines);
  }

  @ParameterizedTest
  @CsvSource({"90s,90", "10m,600", "7,420", "2h,7200", "1d,86400"})
  void durationsHaveUnits(String text, long seconds) throws UsageException {
    assertEquals(Duration.ofSeconds(seconds), Moments.duration(text));
  }

  @Test
  void withoutTheEngineTheySaySo() throws Exception {
    platform.hasServer = false;
    for (String line :
        List.of("explain ftp ::1", "explain --fail 1", "fails", "bans", "ban ::1", "unban ::1")) {
      assertEquals(ExitStatus.NO, run(line.split(" ")), line);
      assertEquals(Platform.NO_ENGINE, out.complaints.removeLast());
    }
  }
}
