package org.jxinetd.itests;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Services with mdns = yes, browsed from another host. */
@Tag("ours")
class MdnsIT {
  @RegisterExtension final Workbench bench = new Workbench();
  private Sandbox host;
  private Sandbox clients;

  @BeforeEach
  void setUp() throws IOException {
    host = Sandbox.open();
    clients = Sandbox.open();
    host.ip("link add lan0 type veth peer name lan1");
    host.ip("link set lan1 netns " + clients.pid());
    host.ip("link set lan0 up");
    clients.ip("link set lan1 up");
    host.ip("addr add 10.78.0.1/24 dev lan0");
    clients.ip("addr add 10.78.0.2/24 dev lan1");
    host.ip("route add 224.0.0.0/4 dev lan0");
    clients.ip("route add 224.0.0.0/4 dev lan1");
  }

  @AfterEach
  void tearDown() {
    clients.close();
    host.close();
  }

  private String browse() throws IOException {
    return clients
        .run(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Browse.class.getName(),
            "10.78.0.2",
            "_greeting._tcp.local.")
        .ok()
        .output();
  }

  @Test
  void findsWhatIsAnnouncedAndNothingElse() throws IOException {
    int port = Ports.free();
    String greeting = Conf.stream("greeting", port, "/bin/echo", "server_args = hi", "id = hall");
    Daemon daemon =
        bench
            .start(
                bench.defaults() + greeting.replace("user = root", "user = root\n\tmdns = yes"),
                Map.of(),
                host.prefix())
            .ready();
    Await.until("announced", () -> browse().contains("hall 10.78.0.1 " + port + "\n"));
    daemon.reconfigure(bench.defaults() + greeting);
    Await.until("withdrawn", () -> !browse().contains("hall"));
    daemon.stopCleanly();
  }
}
