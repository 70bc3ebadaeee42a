package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Services of type RPC with Debian's rpcbind, in a network of their own. */
@Tag("ours")
class RpcIT {
  private static final int PROGRAM = 0x2000_0001;

  @RegisterExtension final Workbench bench = new Workbench();
  private Sandbox sandbox;
  private Path server;
  private Process rpcbind;

  @BeforeEach
  void setUp() throws IOException {
    sandbox = Sandbox.open();
    startRpcbind();
    Path source = Path.of("src/test/resources/org/jxinetd/itests/rpc-server.c").toAbsolutePath();
    server = bench.folder().resolve("rpc-server");
    Tool.run(
            Tool.path("gcc"),
            "-I/usr/include/tirpc",
            "-o",
            server.toString(),
            source.toString(),
            "-ltirpc")
        .ok();
  }

  @AfterEach
  void tearDown() {
    sandbox.close();
  }

  private void startRpcbind() throws IOException {
    rpcbind = sandbox.start(bench.folder().resolve("rpcbind.log"), Tool.path("rpcbind"), "-f");
    Await.until("rpcbind answers", () -> sandbox.run("rpcinfo", "-p").status() == 0);
  }

  private String service(String transport, String versions, String... more) {
    String[] lines = {
      "type = RPC UNLISTED",
      "rpc_number = " + PROGRAM,
      "rpc_version = " + versions,
      "socket_type = " + (transport.equals("udp") ? "dgram" : "stream"),
      "protocol = " + transport,
      "wait = yes",
      "user = nobody",
      "server = " + server,
      "server_args = " + transport + " " + PROGRAM + " " + versions.replace('-', ' ')
    };
    String[] all = java.util.Arrays.copyOf(lines, lines.length + more.length);
    System.arraycopy(more, 0, all, lines.length, more.length);
    return Conf.entry("service test-" + transport, all);
  }

  private Daemon start(String config) throws IOException {
    return bench.start(config, Map.of(), sandbox.prefix()).ready();
  }

  /** What rpcbind knows of the program: {@code version netid}. */
  private Set<String> registered() throws IOException {
    return sandbox
        .run("rpcinfo")
        .ok()
        .output()
        .lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(words -> words[0].equals(Integer.toString(PROGRAM)))
        .map(words -> words[1] + " " + words[2])
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void awaitRegistered(String... entries) throws IOException {
    Set<String> wanted = Set.of(entries);
    Await.until("registered: " + wanted, () -> registered().equals(wanted));
  }

  private void answers(String transport, int version) throws IOException {
    String said =
        sandbox
            .run(
                "rpcinfo",
                "-T",
                transport,
                "127.0.0.1",
                Integer.toString(PROGRAM),
                Integer.toString(version))
            .ok()
            .output();
    assertTrue(said.contains("program " + PROGRAM + " version " + version + " ready"), said);
  }

  @Test
  void clientsFindTheServerThroughRpcbindOverUdpAndTcp() throws IOException {
    String udp = service("udp", "2-4");
    Daemon daemon = start(bench.defaults() + udp + service("tcp", "3"));
    awaitRegistered("2 udp", "3 udp", "4 udp", "2 udp6", "3 udp6", "4 udp6", "3 tcp", "3 tcp6");
    answers("udp", 2);
    answers("udp", 4);
    answers("tcp", 3);
    daemon.serviceLog().await("START: test-udp pid=\\d+ from=");
    daemon.serviceLog().await("START: test-tcp pid=\\d+");
    daemon.reconfigure(bench.defaults() + service("udp", "3", "flags = IPv4"));
    awaitRegistered("3 udp");
    daemon.stopCleanly();
    assertEquals(Set.of(), registered(), "registered after the end");
  }

  @Test
  void aDaemonThatWasKilledIsTidiedUpAtTheNextStart() throws IOException {
    String config = bench.defaults() + service("udp", "2-3", "flags = IPv4");
    Daemon first = start(config);
    awaitRegistered("2 udp", "3 udp");
    first.signal("KILL");
    first.exitStatus();
    assertEquals(Set.of("2 udp", "3 udp"), registered());
    Files.delete(first.pidFile());
    Daemon second = start(bench.defaults() + service("tcp", "7", "flags = IPv4"));
    awaitRegistered("7 tcp");
    second.signal("KILL");
    second.exitStatus();
    Files.delete(first.pidFile());
    Daemon third = start(bench.defaults() + service("tcp", "7", "flags = IPv4"));
    awaitRegistered("7 tcp");
    Await.until(
        "the new port answers",
        () ->
            sandbox
                    .run("rpcinfo", "-T", "tcp", "127.0.0.1", Integer.toString(PROGRAM), "7")
                    .status()
                == 0);
    third.stopCleanly();
  }

  @Test
  void anRpcbindThatComesLateIsToldAsWell() throws IOException {
    rpcbind.destroy();
    Await.until("rpcbind is gone", () -> sandbox.run("rpcinfo", "-p").status() != 0);
    Daemon daemon = start(bench.defaults() + service("udp", "2", "flags = IPv4"));
    daemon.log().await("rpcbind cannot be asked");
    startRpcbind();
    awaitRegistered("2 udp");
    daemon.stopCleanly();
  }
}
