package org.jxinetd.api.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.handler.Outcome;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.ServiceSpec;

class ServiceLinesTest {

  private static final Optional<Endpoint> PEER =
      Optional.of(new Endpoint(Address.parse("212.198.253.142").orElseThrow(), 1234));
  private static final Instant AT = Instant.EPOCH;

  private static ServiceSpec service(String success, String failure) {
    return ServiceSpec.builder("pid", "ftp")
        .id("ftp-public")
        .attribute("log_on_success", success.isEmpty() ? new String[0] : success.split(" "))
        .attribute("log_on_failure", failure.isEmpty() ? new String[0] : failure.split(" "))
        .build();
  }

  private static String start(String success) {
    ServiceSpec s = service(success, "");
    return ServiceLines.of(s).line(new Started(s, AT, 26861, PEER)).orElse("none");
  }

  private static String exit(String success, Outcome outcome) {
    ServiceSpec s = service(success, "");
    Event e = new Ended(s, AT, 7, PEER, outcome, Duration.ofMillis(2999));
    return ServiceLines.of(s).line(e).orElse("none");
  }

  @Test
  void startTellsWhatLogOnSuccessAsksFor() {
    assertEquals("START: ftp-public pid=26861 from=212.198.253.142", start("PID HOST"));
    assertEquals("START: ftp-public pid=26861 from=212.198.253.142", start("host pid"));
    assertEquals("START: ftp-public pid=26861", start("PID"));
    assertEquals("START: ftp-public", start("EXIT"));
    assertEquals("none", start(""));
  }

  @Test
  void userIdsAreXinetdsLines() {
    ServiceSpec s = service("", "");
    assertEquals(
        "USERID: ftp-public UNIX : alice",
        ServiceLines.of(s).line(new Identified(s, AT, PEER, "UNIX : alice")).orElseThrow());
    Evidence evidence = new Evidence("flags = IDONLY", Origin.NONE, "no server");
    assertEquals(
        "NOID: ftp-public 212.198.253.142 no server",
        ServiceLines.of(s).line(new Refused(s, AT, PEER, Reason.IDENT, evidence)).orElseThrow());
    assertEquals(
        Optional.empty(),
        ServiceLines.of(s).line(new Refused(s, AT, PEER, Reason.ADDRESS, evidence)));
  }

  @Test
  void startWithoutAPeerSaysSo() {
    ServiceSpec s = service("HOST", "");
    assertEquals(
        "START: ftp-public from=<no address>",
        ServiceLines.of(s).line(new Started(s, AT, 1, Optional.empty())).orElseThrow());
  }

  @Test
  void exitTellsStatusOrSignalAndNeverTheHost() {
    assertEquals(
        "EXIT: ftp-public status=3 pid=7 duration=2(sec)",
        exit("PID HOST EXIT DURATION", new Outcome.Exited(3)));
    assertEquals("EXIT: ftp-public signal=9", exit("EXIT", new Outcome.Signaled(9)));
    assertEquals("EXIT: ftp-public duration=2(sec)", exit("DURATION", new Outcome.Exited(0)));
    assertEquals("EXIT: ftp-public status=0", exit("EXIT", new Outcome.Served()));
    assertEquals("none", exit("PID HOST", new Outcome.Exited(0)));
  }

  private static String fail(String failure) {
    ServiceSpec s = service("", failure);
    Evidence evidence = new Evidence("r", Origin.NONE, "");
    Event e = new Refused(s, AT, PEER, Reason.CPS, evidence);
    return ServiceLines.of(s).line(e).orElse("none");
  }

  @Test
  void failTellsTheReason() {
    assertEquals("FAIL: ftp-public connections per second from=212.198.253.142", fail("HOST"));
    assertEquals("FAIL: ftp-public connections per second", fail("ATTEMPT"));
    assertEquals("none", fail(""));
  }

  @Test
  void trafficNeedsItsFlag() {
    ServiceSpec s = service("TRAFFIC", "");
    assertEquals(
        "TRAFFIC: ftp-public in=5(bytes) out=7(bytes)",
        ServiceLines.of(s).line(new Traffic(s, AT, 5, 7)).orElseThrow());
    ServiceSpec without = service("PID", "");
    assertEquals(Optional.empty(), ServiceLines.of(without).line(new Traffic(without, AT, 5, 7)));
  }

  @Test
  void stampsAreWrittenAsXinetdWritesThem() {
    Timestamp stamp = new Timestamp(ZoneId.of("UTC"));
    assertEquals("00/9/7@06:47:06", stamp.of(Instant.parse("2000-09-07T06:47:06.9Z")));
    assertEquals("00/9/7@06:47:07", stamp.of(Instant.parse("2000-09-07T06:47:07Z")));
  }
}
