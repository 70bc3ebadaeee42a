package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The service log, line for line, under each choice of what to log. */
class ServiceLogIT {
  @RegisterExtension final Workbench bench = new Workbench();
  private final StringBuilder services = new StringBuilder();
  private final Map<String, Integer> ports = new java.util.LinkedHashMap<>();

  private void service(String id, String server, String... lines) throws IOException {
    ports.put(id, Ports.free());
    services.append(Conf.stream(id, ports.get(id), server, lines));
  }

  @Test
  void writesExactlyTheFieldsAskedFor() throws IOException {
    Path killed = bench.script("killed", "#!/bin/sh\nkill -KILL $$\n");
    Path three = bench.script("three", "#!/bin/sh\nexit 3\n");
    String yes = Tool.path("true");
    service("all", yes);
    service("killed", killed.toString());
    service("three", three.toString());
    service("exit", yes, "log_on_success = EXIT");
    service("pid", yes, "log_on_success = PID");
    service("host", yes, "log_on_success = HOST");
    service("duration", yes, "log_on_success = DURATION");
    service("less", yes, "log_on_success -= DURATION PID");
    service("nothing", yes, "log_on_success =");
    service("attempt", yes, "log_on_failure = ATTEMPT", "instances = 0");
    service("silent", yes, "log_on_failure =", "instances = 0");
    service("last", yes);
    Daemon daemon =
        bench
            .start(bench.defaults() + services)
            .ready(ports.values().stream().mapToInt(p -> p).toArray());

    for (Map.Entry<String, Integer> each : ports.entrySet()) {
      Client.readAll(each.getValue(), "127.0.0.1");
    }
    daemon.serviceLog().await("EXIT: last ");
    daemon.serviceLog().await("EXIT: killed ");
    daemon.serviceLog().await("EXIT: three ");
    daemon.serviceLog().await("EXIT: less ");
    daemon.serviceLog().await("EXIT: exit ");
    daemon.serviceLog().await("EXIT: duration ");

    assertEquals(
        List.of("START: all pid=P from=127.0.0.1", "EXIT: all status=0 pid=P duration=0(sec)"),
        of(daemon, "all"));
    assertEquals(
        List.of(
            "START: killed pid=P from=127.0.0.1", "EXIT: killed signal=9 pid=P duration=0(sec)"),
        of(daemon, "killed"));
    assertEquals(
        List.of("START: three pid=P from=127.0.0.1", "EXIT: three status=3 pid=P duration=0(sec)"),
        of(daemon, "three"));
    assertEquals(List.of("START: exit", "EXIT: exit status=0"), of(daemon, "exit"));
    assertEquals(List.of("START: pid pid=P"), of(daemon, "pid"));
    assertEquals(List.of("START: host from=127.0.0.1"), of(daemon, "host"));
    assertEquals(
        List.of("START: duration", "EXIT: duration duration=0(sec)"), of(daemon, "duration"));
    assertEquals(List.of("START: less from=127.0.0.1", "EXIT: less status=0"), of(daemon, "less"));
    assertEquals(List.of("FAIL: attempt service_limit"), of(daemon, "attempt"));
    assertEquals(List.of(), of(daemon, "nothing"));
    assertEquals(List.of(), of(daemon, "silent"));
    for (String line : daemon.serviceLog().lines()) {
      assertTrue(line.matches(LogFile.STAMP + "(START|EXIT|FAIL): .*"), line);
    }
  }

  /** One service's lines; pids must agree within them, a duration of a second is a slow machine. */
  private static List<String> of(Daemon daemon, String id) throws IOException {
    List<String> lines = new ArrayList<>();
    String pid = "";
    for (String event : daemon.serviceLog().events()) {
      if (!event.matches("[A-Z]+: " + id + "( .*)?")) {
        continue;
      }
      if (event.contains(" pid=")) {
        String found = event.replaceAll(".* pid=(\\d+).*", "$1");
        assertTrue(pid.isEmpty() || pid.equals(found), event);
        pid = found;
      }
      lines.add(event.replaceAll("pid=[1-9]\\d*", "pid=P").replace("duration=1(", "duration=0("));
    }
    return lines;
  }

  @Test
  void logsNothingWithoutALogType() throws IOException {
    int port = Ports.free();
    Daemon daemon =
        bench
            .start(
                Conf.stream(
                    "quiet",
                    port,
                    Tool.path("cat"),
                    "log_on_success = PID",
                    "log_on_failure = HOST"))
            .ready(port);
    assertEquals("x", Client.exchange(port, "x"));
    daemon.stopCleanly();
    assertEquals("", daemon.serviceLog().text());
    assertEquals(0, daemon.log().count("START"));
  }

  @Test
  void keepsAFileOfItsOwnForAService() throws IOException {
    int port = Ports.free();
    int other = Ports.free();
    Path own = bench.folder().resolve("own.log");
    Daemon daemon =
        bench
            .start(
                bench.defaults()
                    + Conf.stream("own", port, Tool.path("cat"), "log_type = FILE " + own)
                    + Conf.stream("common", other, Tool.path("cat")))
            .ready(port, other);
    Client.exchange(port, "x");
    Client.exchange(other, "x");
    new LogFile(own).await("EXIT: own status=0");
    daemon.serviceLog().await("EXIT: common status=0");
    assertEquals(0, daemon.serviceLog().count(": own"));
    assertEquals(0, new LogFile(own).count(": common"));
  }
}
