package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a client that is turned away sees, and what is written down of it: reason by reason. */
class RefusalsIT {
  private static final String ME = "127.0.0.1";
  @RegisterExtension final Workbench bench = new Workbench();
  private Path banner;
  private Path fail;

  private String service(String name, int port, String... lines) throws IOException {
    banner = bench.file("banner", "HELLO\n");
    fail = bench.file("banner_fail", "GO AWAY\n");
    String[] all = List.of(lines).toArray(new String[lines.length + 2]);
    all[lines.length] = "banner = " + banner;
    all[lines.length + 1] = "banner_fail = " + fail;
    return Conf.stream(name, port, Tool.path("cat"), all);
  }

  /** Text that is never read on the other side would turn the close into a reset. */
  private static String sees(int port) throws IOException {
    try (Client client = Client.connect(port, ME)) {
      return client.send("x".repeat(3000)).readToEnd();
    }
  }

  private static String closed() {
    int hour =
        LocalTime.now(ZoneId.systemDefault())
            .getHour(); // a range of one minute that is at least an hour away
    return "%d:00-%d:01".formatted((hour + 2) % 24, (hour + 2) % 24);
  }

  @Test
  @Tag("ours") // the original resets the connection, and forks before it looks at the address
  void eachReasonIsALoneFailAndAnOrderlyEnd() throws IOException {
    Map<String, String> reasons = new LinkedHashMap<>();
    reasons.put("time", "access_times = " + closed());
    reasons.put("service_limit", "instances = 0");
    reasons.put("per_source_limit", "per_source = 0");
    reasons.put("address", "no_access = 127.0.0.1");
    Map<String, Integer> ports = new LinkedHashMap<>();
    StringBuilder config = new StringBuilder(bench.defaults());
    for (String reason : reasons.keySet()) {
      int port = Ports.free();
      ports.put(reason, port);
      config.append(service("by-" + reason, port, reasons.get(reason)));
    }
    int loaded = Ports.free();
    config.append(service("by-load", loaded, "max_load = 0.000001"));
    Daemon daemon = bench.start(config.toString()).ready();
    for (String reason : reasons.keySet()) {
      assertEquals("HELLO\nGO AWAY\n", sees(ports.get(reason)), reason);
      daemon.serviceLog().await("FAIL: by-" + reason + " " + reason + " from=127\\.0\\.0\\.1$");
    }
    Await.until(
        "the machine has some load",
        () -> {
          sees(loaded);
          return daemon.log().has("refused connect from 127\\.0\\.0\\.1 due to excessive load$");
        });
    daemon.serviceLog().await("FAIL: by-load load from=127\\.0\\.0\\.1$");
    assertEquals(0, daemon.serviceLog().count("(START|EXIT): by-(?!load)"));
  }

  /** The order of the checks: of two that object the earlier one is named. */
  @Test
  void theEarlierObjectionIsTheReason() throws IOException {
    int time = Ports.free();
    int limit = Ports.free();
    int source = Ports.free();
    Daemon daemon =
        bench
            .start(
                bench.defaults()
                    + service(
                        "time", time, "access_times = " + closed(), "instances = 0", "only_from =")
                    + service("limit", limit, "instances = 0", "per_source = 0", "only_from =")
                    + service("source", source, "per_source = 0", "no_access = 127.0.0.1"))
            .ready();
    for (int port : new int[] {time, limit, source}) {
      Client.isAdmitted(port, ME);
    }
    daemon.serviceLog().await("FAIL: time time from=127\\.0\\.0\\.1$");
    daemon.serviceLog().await("FAIL: limit service_limit from=127\\.0\\.0\\.1$");
    daemon.serviceLog().await("FAIL: source per_source_limit from=127\\.0\\.0\\.1$");
    assertEquals(3, daemon.serviceLog().events().size());
  }

  @Test
  void theServersOfAllServicesTogetherAreLimited() throws IOException {
    int one = Ports.free();
    int two = Ports.free();
    String script = "exec \"$@\" -limit 1";
    Daemon daemon =
        bench
            .start(
                bench.defaults()
                    + Conf.stream("one", one, Tool.path("cat"))
                    + Conf.stream("two", two, Tool.path("cat")),
                Map.of(),
                Tool.path("sh"),
                "-c",
                script,
                "-")
            .ready(one, two);
    try (Client inside = Client.admitted(one, ME).orElseThrow()) {
      assertTrue(Client.admitted(two, ME).isEmpty());
      daemon.serviceLog().await("FAIL: two process_limit from=127\\.0\\.0\\.1$");
      assertEquals("x", inside.send("x").read(1));
    }
    Await.until("the place is free", () -> Client.isAdmitted(two, ME));
  }

  /** Strangers knock as fast as they can: the service does not pause for its users. */
  @Test
  @Tag("ours")
  void strangersDoNotPauseAService() throws IOException {
    int port = Ports.free();
    Daemon daemon =
        bench
            .start(
                bench.defaults()
                    + Conf.stream(
                        "open", port, Tool.path("cat"), "cps = 3 60", "no_access = 127.0.0.66"))
            .ready(port);
    for (int i = 0; i < 30; i++) {
      Client.isAdmitted(port, "127.0.0.66");
    }
    assertTrue(Client.isAdmitted(port, ME));
    daemon.serviceLog().awaitCount("FAIL: open address from=127\\.0\\.0\\.66$", 30);
    assertEquals(0, daemon.log().count("Deactivating"));
  }
}
