package org.jxinetd.log.syslog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.jxinetd.api.log.Event;
import org.jxinetd.api.log.EventSink;
import org.jxinetd.api.log.Started;
import org.jxinetd.api.log.Traffic;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.ServiceSpec;
import org.slf4j.LoggerFactory;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SyslogsTest {

  private static final Instant WHEN = Instant.parse("2000-09-07T16:07:06Z");
  private static final String HEAD =
      "Sep  7 16:07:06 xinetd[" + ProcessHandle.current().pid() + "]: ";

  @TempDir Path folder;
  private Path path;
  private Syslogs syslogs;

  @BeforeEach
  void open() {
    path = folder.resolve("log");
    syslogs =
        new Syslogs(
            path,
            Duration.ofMillis(100),
            ZoneOffset.UTC,
            LoggerFactory.getLogger(SyslogsTest.class));
  }

  @AfterEach
  void close() {
    syslogs.close(true);
  }

  private static ServiceSpec service(String... logType) {
    return ServiceSpec.builder("pid", "ftp")
        .origin(Origin.of("xinetd.conf", 3))
        .attribute("log_type", logType)
        .attribute("log_on_success", "PID", "HOST")
        .build();
  }

  private EventSink sink(ServiceSpec service) throws ConfigException {
    return syslogs.open(service, service.attribute("log_type").orElseThrow());
  }

  private static Event started(ServiceSpec service, long pid) {
    Endpoint peer = new Endpoint(Address.parse("212.198.253.142").orElseThrow(), 40000);
    return new Started(service, WHEN, pid, Optional.of(peer));
  }

  @Test
  void sendsLinesWithFacilityLevelTimeAndPid() throws Exception {
    ServiceSpec service = service("SYSLOG", "daemon", "warning");
    try (Receiver receiver = new Receiver(path);
        EventSink sink = sink(service)) {
      sink.write(List.of(started(service, 7), started(service, 8)));
      assertEquals("<28>" + HEAD + "START: ftp pid=7 from=212.198.253.142", receiver.next());
      assertEquals("<28>" + HEAD + "START: ftp pid=8 from=212.198.253.142", receiver.next());
    }
  }

  @Test
  void takesInfoWithoutLevelAndIgnoresCase() throws Exception {
    for (ServiceSpec service :
        List.of(service("SYSLOG", "authpriv"), service("syslog", "AUTHPRIV", "Info"))) {
      try (Receiver receiver = new Receiver(path);
          EventSink sink = sink(service)) {
        sink.write(List.of(started(service, 7)));
        assertTrue(receiver.next().startsWith("<86>" + HEAD));
      }
    }
  }

  @Test
  void sendsNothingForEventsThatAreNotAskedFor() throws Exception {
    ServiceSpec service = service("SYSLOG", "daemon");
    try (EventSink sink = sink(service)) {
      sink.write(List.of(new Traffic(service, WHEN, 1, 2))); // nobody receives: it would fail
    }
  }

  @Test
  void saysHowManyLinesDaemonThatIsAbsentCosts() throws Exception {
    ServiceSpec service = service("SYSLOG", "daemon");
    try (EventSink sink = sink(service)) {
      List<Event> batch = List.of(started(service, 1), started(service, 2));
      IOException e = assertThrows(IOException.class, () -> sink.write(batch));
      assertEquals(
          "connect " + path + ": No such file or directory (errno = 2); lines lost: 2",
          e.getMessage());
    }
  }

  @Test
  void goesOnWhenTheDaemonComesBack() throws Exception {
    ServiceSpec service = service("SYSLOG", "daemon");
    try (EventSink sink = sink(service)) {
      try (Receiver first = new Receiver(path)) {
        sink.write(List.of(started(service, 1)));
        assertTrue(first.next().contains("pid=1 "));
      }
      assertThrows(IOException.class, () -> sink.write(List.of(started(service, 2))));
      try (Receiver second = new Receiver(path)) {
        sink.write(List.of(started(service, 3)));
        assertTrue(second.next().contains("pid=3 "));
      }
      try (Receiver third = new Receiver(path)) {
        sink.write(List.of(started(service, 4))); // nobody noticed the restart
        assertTrue(third.next().contains("pid=4 "));
      }
    }
  }

  @Test
  void losesLinesRatherThanWaitForDaemonThatTakesNone() throws Exception {
    ServiceSpec service = service("SYSLOG", "daemon");
    List<Event> flood = Collections.nCopies(100_000, started(service, 1));
    try (Receiver receiver = new Receiver(path);
        EventSink sink = sink(service)) {
      long begin = System.nanoTime();
      IOException e = assertThrows(IOException.class, () -> sink.write(flood));
      assertTrue(e.getMessage().contains("Connection timed out (errno = 110); lines lost: "));
      assertTrue(System.nanoTime() - begin >= Duration.ofMillis(90).toNanos());
      long again = System.nanoTime();
      assertThrows(IOException.class, () -> sink.write(flood.subList(0, 1)));
      assertTrue(System.nanoTime() - again < Duration.ofMillis(90).toNanos(), "waits again");
      assertTrue(receiver.next().contains("START: ftp pid=1"));
    }
  }

  @Test
  void refusesWhatIsNoFacilityOrLevel() {
    List<String[]> malformed = new ArrayList<>();
    malformed.add(new String[] {"SYSLOG"});
    malformed.add(new String[] {"SYSLOG", "daemon", "info", "more"});
    malformed.add(new String[] {"SYSLOG", "kern"});
    malformed.add(new String[] {"SYSLOG", "cron"});
    malformed.add(new String[] {"SYSLOG", "3"});
    malformed.add(new String[] {"SYSLOG", "daemon", "error"});
    for (String[] words : malformed) {
      ConfigException e = assertThrows(ConfigException.class, () -> sink(service(words)));
      assertEquals("service ftp not started", e.problems().getFirst().consequence());
    }
    assertEquals(
        "xinetd.conf:3: log_type: Unknown syslog facility: kern; service ftp not started",
        assertThrows(ConfigException.class, () -> sink(service("SYSLOG", "kern"))).getMessage());
    assertEquals(
        "xinetd.conf:3: log_type: Unknown syslog level: error; service ftp not started",
        assertThrows(ConfigException.class, () -> sink(service("SYSLOG", "daemon", "error")))
            .getMessage());
  }

  @Test
  void keepsMessageToOneLineOfBoundedLength() throws Exception {
    ServiceSpec service = service("SYSLOG", "daemon");
    MessageForm form =
        new MessageForm(
            Priority.parse(
                service, service.attribute("log_type").orElseThrow(), service.words("log_type")),
            1,
            ZoneOffset.UTC);
    assertEquals(
        "<30>Sep  7 16:07:06 xinetd[1]: a?<0>b?", new String(form.of(WHEN, "a\n<0>b\0"), UTF_8));
    assertEquals(8192, form.of(WHEN, "x".repeat(10_000)).length);
    assertEquals(
        "<30>Dec 31 23:59:59 xinetd[1]: x",
        new String(form.of(Instant.parse("2026-12-31T23:59:59Z"), "x"), UTF_8));
  }
}
