package org.jxinetd.host.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.jxinetd.api.access.Doorkeeper;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.ConfigurationText;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.Inspection;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.ServiceState;
import org.jxinetd.api.service.SuperServer;

class StateDumpTest {

  private static final Instant THEN = Instant.parse("2026-11-03T09:05:07Z");
  private static final Endpoint PEER = new Endpoint(Address.inet(0x7f000001), 39276);

  private static ServiceSpec spec(String id, boolean waits) {
    return ServiceSpec.builder("pid-" + id, id).waits(waits).build();
  }

  /** Three services: one serves, one is paused, one has given its socket away. */
  private static final class Server implements SuperServer, Inspection, ConfigurationText {

    @Override
    public List<ServiceStatus> services() {
      return List.of(
          new ServiceStatus(spec("a", false), new ServiceState.Listening(), Optional.empty(), 1),
          new ServiceStatus(
              spec("paused", false),
              new ServiceState.Suspended(THEN, "cps = 1 10"),
              Optional.empty(),
              0),
          new ServiceStatus(spec("b", true), new ServiceState.Listening(), Optional.empty(), 1));
    }

    @Override
    public List<SessionStatus> sessions() {
      return List.of(
          new SessionStatus(1, "a", 101, Optional.of(PEER), THEN),
          new SessionStatus(2, "b", 102, Optional.empty(), THEN));
    }

    @Override
    public Doorkeeper door() {
      throw new UnsupportedOperationException("a dump asks for nobody's fate");
    }

    @Override
    public boolean awaitGeneration(long number, Duration limit) {
      return true;
    }

    @Override
    public List<String> inconsistencies() {
      return List.of();
    }

    @Override
    public Optional<Detail> detail(String pid) {
      return Optional.ofNullable(
          Map.of("pid-a", new Detail(6, true, 2, 3), "pid-b", new Detail(8, false, 0, 0)).get(pid));
    }

    @Override
    public String defaults() {
      return "Service defaults\n\tInstances = 7\n\n";
    }

    @Override
    public String service(ServiceSpec service) {
      return "Service configuration: " + service.name() + "\n\tid = " + service.id() + "\n\n";
    }
  }

  private static String dump() throws IOException {
    Server server = new Server();
    StateDump.Settings settings = new StateDump.Settings("1.0", Path.of("/etc/x.conf"), 12);
    return new StateDump(server, server, server, settings).text(THEN);
  }

  @Test
  void hasTheLayoutOfXinetd() throws IOException {
    String text = dump();
    int table = text.indexOf("Socket mask:");
    String time = text.lines().skip(1).findFirst().orElseThrow().substring(14);
    assertTrue(time.matches("[A-Z][a-z]{2} Nov  3 \\d\\d:05:07 2026"), time);
    assertEquals(
        """
        INTERNAL STATE DUMP: 1.0
        Current time: TIME

        Services + defaults:
        Service defaults
        \tInstances = 7
        Service = a
        \tState = Active
        \tService configuration: a
        \t\tid = a
        \tended by session_time = 3
        \trunning servers = 1
        \tretry servers = 2
        \tattempts = 0
        \tservice fd = 6

        Service = paused
        \tState = Disabled
        \tReason = suspended until 2026-11-03T09:05:07Z (cps = 1 10)
        \tService configuration: paused
        \t\tid = paused

        Service = b
        \tState = Suspended
        \tService configuration: b
        \t\tid = b

        Server table dump:
        a server
        pid = 101
        start_time = TIME
        Connection info:
        \tservice = a
        \tdescriptor = -1
        \tflags = 3
        \tremote_address = 127.0.0.1,39276
        log_remote_user = NO
        writes_to_log = NO

        b server
        pid = 102
        start_time = TIME
        Connection info:
        \tservice = b
        \tdescriptor = 8
        \tflags = 0
        \tremote_address = <no address>
        log_remote_user = NO
        writes_to_log = NO


        Retry table dump:
        \ta: clients that wait for a server = 2

        """,
        text.substring(0, table).replace(time, "TIME"));
    assertTrue(
        text.substring(table)
            .matches(
                """
                Socket mask: 6
                pfds_last = 1
                Open descriptors \\(not in socket mask\\):( \\d+)+

                active_services = 1
                available_services = 3
                descriptors_free = \\d+
                running_servers = 2
                Logging service = enabled

                max_descriptors = \\d+
                process_limit = 12
                config_file = /etc/x.conf

                END OF DUMP

                """),
        text.substring(table));
  }
}
