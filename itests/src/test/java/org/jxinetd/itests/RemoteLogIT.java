package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Lines for syslog servers of the network while the bundle that sends them is replaced. */
@Tag("ours")
class RemoteLogIT {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  @RegisterExtension final Workbench bench = new Workbench();
  private final List<String> byTcp = new CopyOnWriteArrayList<>();
  private final List<String> byUdp = new CopyOnWriteArrayList<>();

  private void accept(ServerSocket server) {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> read(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void read(Socket client) {
    try (client;
        DataInputStream in =
            new DataInputStream(new BufferedInputStream(client.getInputStream()))) {
      while (true) {
        byTcp.add(new String(in.readNBytes(length(in)), StandardCharsets.UTF_8));
      }
    } catch (EOFException over) {
      return;
    } catch (IOException e) {
      byTcp.add("broken: " + e);
    }
  }

  /** RFC 6587 section 3.4.1. */
  private static int length(InputStream in) throws IOException {
    int length = 0;
    for (int c = in.read(); c != ' '; c = in.read()) {
      if (c < 0) {
        throw new EOFException();
      }
      length = 10 * length + c - '0';
    }
    return length;
  }

  private void receive(DatagramSocket server) {
    DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
    while (!server.isClosed()) {
      try {
        packet.setLength(4096);
        server.receive(packet);
        byUdp.add(
            new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8).strip());
      } catch (SocketException closed) {
        return;
      } catch (IOException e) {
        byUdp.add("broken: " + e);
      }
    }
  }

  private static long count(List<String> lines, String kind) {
    return lines.stream().filter(line -> line.contains(" " + kind + ": ")).count();
  }

  @Test
  void noLineIsLostWhileTheBundleThatSendsThemIsReplaced() throws IOException {
    Path tree = bench.folder().resolve("tree");
    Tool.run(Tool.path("cp"), "-a", ProgramUnderTest.home().toString(), tree.toString()).ok();
    Path shipped;
    try (Stream<Path> list = Files.list(ProgramUnderTest.home().resolve("bundles"))) {
      shipped =
          list.filter(file -> file.getFileName().toString().startsWith("org.jxinetd.log.syslog-"))
              .findFirst()
              .orElseThrow();
    }
    Path jar =
        Files.write(bench.folder().resolve("next.jar"), PluginJar.renumbered(shipped, "9.9.9"));
    int tcp = Ports.free();
    int udp = Ports.free();
    String cat = Tool.path("cat");
    try (ServerSocket stream = new ServerSocket(0, 5, LOOPBACK);
        DatagramSocket datagrams = new DatagramSocket(0, LOOPBACK)) {
      datagrams.setReceiveBufferSize(1 << 20);
      Thread.ofPlatform().daemon().start(() -> accept(stream));
      Thread.ofPlatform().daemon().start(() -> receive(datagrams));
      String syslog = "log_type = SYSLOG local3 info ";
      Daemon daemon =
          bench
              .startTree(
                  tree,
                  bench.defaults("cps = 0 0")
                      + Conf.stream(
                          "tcp", tcp, cat, syslog + "tcp://127.0.0.1:" + stream.getLocalPort())
                      + Conf.stream(
                          "udp", udp, cat, syslog + "udp://127.0.0.1:" + datagrams.getLocalPort()))
              .ready(tcp)
              .ready(udp);
      long served;
      try (Client longTcp = Client.admitted(tcp, "127.0.0.1").orElseThrow();
          Client longUdp = Client.admitted(udp, "127.0.0.1").orElseThrow();
          Load load = Load.on(tcp, udp)) {
        Await.until("clients come and go", () -> load.served() > 20);
        Files.move(jar, tree.resolve("deploy/next.jar"), StandardCopyOption.ATOMIC_MOVE);
        daemon.log().await("bundle org\\.jxinetd\\.log\\.syslog 9\\.9\\.9 is live");
        long then = load.served();
        Await.until("clients come and go", () -> load.served() > then + 20);
        load.end();
        assertEquals(List.of(), load.failures());
        served = load.served() + 2;
        assertEquals("on", longTcp.send("on").read(2), "begun before, goes on");
        assertEquals("on", longUdp.send("on").read(2), "begun before, goes on");
      }
      long all = served;
      Await.until(
          "every end is written, also of sessions that began before",
          () -> count(byTcp, "EXIT") + count(byUdp, "EXIT") >= all);
      assertEquals(all, count(byTcp, "START") + count(byUdp, "START"));
      assertEquals(all, count(byTcp, "EXIT") + count(byUdp, "EXIT"));
      assertTrue(byTcp.stream().noneMatch(line -> line.startsWith("broken")), byTcp.toString());
      assertEquals(0, daemon.log().count("lost"));
    }
  }
}
