package org.jxinetd.log.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.handler.Outcome;
import org.jxinetd.api.log.Ended;
import org.jxinetd.api.log.Event;
import org.jxinetd.api.log.EventSink;
import org.jxinetd.api.log.Identified;
import org.jxinetd.api.log.Refused;
import org.jxinetd.api.log.Traffic;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.ServiceSpec;

class JsonLogsTest {

  @TempDir Path folder;
  private Path path;
  private final Said said = new Said();
  private final JsonLogs logs = new JsonLogs(said.logger());

  @BeforeEach
  void path() {
    path = folder.resolve("log.json");
  }

  private EventSink open(ServiceSpec service) throws ConfigException {
    return logs.open(service, Services.logType(service));
  }

  private ServiceSpec service() {
    return Services.service("ftp", "JSON", "FILE", path.toString());
  }

  private List<String> written(Event... events) throws IOException, ConfigException {
    try (EventSink sink = open(service())) {
      sink.write(List.of(events));
    }
    return Files.readAllLines(path);
  }

  private static Ended ended(ServiceSpec service, Outcome outcome) {
    return new Ended(
        service, Services.WHEN, 7, Optional.empty(), outcome, Duration.ofMillis(61_234));
  }

  @Test
  void writesStartWithPeer() throws Exception {
    assertEquals(
        List.of(
            "{\"time\":\"2000-09-17T16:07:06.000Z\",\"event\":\"started\",\"service\":\"ftp\","
                + "\"pid\":7,\"peer\":\"212.198.253.142\",\"peer_port\":40000}"),
        written(Services.started(service(), 7)));
  }

  @Test
  void writesReasonRuleAndOriginOfRefusal() throws Exception {
    Evidence evidence =
        new Evidence("no_access = 10.0.0.0/8", new Origin("x.conf", 3, 5), "matches 104 bits");
    Instant at = Instant.parse("2000-09-17T16:07:06.120456Z");
    assertEquals(
        List.of(
            "{\"time\":\"2000-09-17T16:07:06.120Z\",\"event\":\"refused\",\"service\":\"ftp\","
                + "\"reason\":\"address\",\"rule\":\"no_access = 10.0.0.0/8\","
                + "\"origin\":\"x.conf:3:5\",\"detail\":\"matches 104 bits\"}"),
        written(new Refused(service(), at, Optional.empty(), Reason.ADDRESS, evidence)));
  }

  @Test
  void writesEndsAndTraffic() throws Exception {
    String head =
        "{\"time\":\"2000-09-17T16:07:06.000Z\",\"event\":\"ended\",\"service\":\"ftp\","
            + "\"pid\":7,\"duration_ms\":61234,\"outcome\":";
    ServiceSpec service = service();
    assertEquals(
        List.of(
            head + "\"exited\",\"status\":3}",
            head + "\"signaled\",\"signal\":9}",
            head + "\"served\"}",
            head + "\"relayed\",\"bytes_in\":5,\"bytes_out\":6}",
            head + "\"not_started\",\"reason\":\"fork\"}",
            "{\"time\":\"2000-09-17T16:07:06.000Z\",\"event\":\"traffic\",\"service\":\"ftp\","
                + "\"bytes_in\":1,\"bytes_out\":2}"),
        written(
            ended(service, new Outcome.Exited(3)),
            ended(service, new Outcome.Signaled(9)),
            ended(service, new Outcome.Served()),
            ended(service, new Outcome.Relayed(5, 6)),
            ended(service, new Outcome.NotStarted(Reason.FORK)),
            new Traffic(service, Services.WHEN, 1, 2)));
  }

  @Test
  void writesWhoAClientIsSaidToBe() throws Exception {
    assertEquals(
        List.of(
            "{\"time\":\"2000-09-17T16:07:06.000Z\",\"event\":\"identified\",\"service\":\"ftp\","
                + "\"user\":\"UNIX : alice\"}"),
        written(new Identified(service(), Services.WHEN, Optional.empty(), "UNIX : alice")));
  }

  @Test
  void writesWhatKindsUnknownToItHaveInCommon() throws Exception {
    assertEquals(
        List.of(
            "{\"time\":\"2000-09-17T16:07:06.000Z\",\"event\":\"novelty\",\"service\":\"ftp\"}"),
        written(new Novelty(service(), Services.WHEN)));
  }

  private record Novelty(ServiceSpec service, Instant at) implements Event {}

  @Test
  void writesEventsThatNoLineIsWantedOf() throws Exception {
    ServiceSpec quiet =
        ServiceSpec.builder("pid", "ftp").attribute("log_type", "JSON", "FILE", "" + path).build();
    try (EventSink sink = open(quiet)) {
      sink.write(List.of(Services.started(quiet, 1)));
    }
    assertEquals(1, Files.readAllLines(path).size());
  }

  @Test
  void escapesWhatWouldEndTextOrLine() throws Exception {
    String nasty = "a\"b\\c\nd\u0000e\u007f\u0085\u2028\u202eé😀\ud800";
    Evidence evidence = new Evidence(nasty, Origin.NONE, "");
    String line =
        written(new Refused(service(), Services.WHEN, Optional.empty(), Reason.ADDRESS, evidence))
            .getFirst();
    assertEquals(
        "a\\\"b\\\\c\\u000ad\\u0000e\\u007f\\u0085\\u2028\\u202eé😀\\ud800",
        line.substring(line.indexOf("\"rule\":\"") + 8, line.length() - 2));
    assertEquals(1, Files.readAllLines(path, StandardCharsets.UTF_8).size());
  }

  @Test
  void boundsText() throws Exception {
    Evidence evidence = new Evidence("x".repeat(100_000), Origin.NONE, "");
    String line =
        written(new Refused(service(), Services.WHEN, Optional.empty(), Reason.ADDRESS, evidence))
            .getFirst();
    assertEquals(4096, line.chars().filter(c -> c == 'x').count());
  }

  @Test
  void writesToNewFileWhenTheOldOneIsRenamed() throws Exception {
    ServiceSpec service = service();
    Path old = folder.resolve("old");
    try (EventSink sink = open(service)) {
      sink.write(List.of(Services.started(service, 1)));
      Files.move(path, old);
      sink.write(List.of(Services.started(service, 2)));
    }
    assertEquals(1, Files.readAllLines(old).size());
    assertEquals(1, Files.readAllLines(path).size());
  }

  @Test
  void refusesWhatIsNotFileAndPath() {
    for (String[] words :
        List.of(
            new String[] {"JSON"},
            new String[] {"JSON", "FILE"},
            new String[] {"JSON", "SYSLOG", "daemon"},
            new String[] {"JSON", path.toString()})) {
      ConfigException e =
          assertThrows(ConfigException.class, () -> open(Services.service("ftp", words)));
      assertEquals(
          "wrong arguments; expected JSON FILE path [soft [hard]]",
          e.problems().getFirst().message());
    }
    assertThrows(
        ConfigException.class,
        () -> open(Services.service("ftp", "JSON", "FILE", "" + path, "10k", "1k")));
    assertThrows(
        ConfigException.class,
        () -> open(Services.service("ftp", "JSON", "FILE", folder + "/absent/log")));
  }
}
