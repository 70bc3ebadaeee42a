package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Servers: those that share a socket, those that misbehave, challenges, where stderr leads. */
class ServersIT {
  private static final String ME = "127.0.0.1";

  @RegisterExtension final Workbench bench = new Workbench();
  private int port;

  @BeforeEach
  void choosePort() throws IOException {
    port = Ports.free();
  }

  private Daemon start(String service) throws IOException {
    return bench.start(bench.defaults() + service).ready();
  }

  /**
   * A server for datagrams: once the file {@code open} exists it takes one, answers it in capitals
   * and ends; before, it ends at once.
   */
  private Path oneDatagramServer() throws IOException {
    return bench.script(
        "datagrams",
        """
        #!/usr/bin/perl
        exit 0 unless -e "@OPEN@";
        open(my $socket, "+<&=", 0);
        my $from = recv($socket, my $data, 2000, 0);
        send($socket, uc($data), 0, $from);
        """
            .replace("@OPEN@", bench.folder().resolve("open").toString()));
  }

  private void sendFrom(DatagramSocket client, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    client.send(new DatagramPacket(bytes, bytes.length, InetAddress.ofLiteral(ME), port));
  }

  private static String receive(DatagramSocket client) throws IOException {
    client.setSoTimeout(Client.LIMIT_MILLIS);
    DatagramPacket answer = new DatagramPacket(new byte[2000], 2000);
    client.receive(answer);
    return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.US_ASCII);
  }

  @Test
  @Tag("ours")
  void slowsDatagramServersThatReadNothingAndKeepsEveryDatagram() throws IOException {
    String server = oneDatagramServer().toString();
    Daemon daemon = start(Conf.waiting("datagrams", "dgram", port, server));
    try (DatagramSocket first = new DatagramSocket();
        DatagramSocket second = new DatagramSocket();
        DatagramSocket third = new DatagramSocket()) {
      sendFrom(first, "one");
      sendFrom(second, "two");
      sendFrom(third, "three");
      daemon.log().await("WARNING: service datagrams: its server ends without taking");
      // 3 at once, then pauses of 0.1, 0.2, 0.4 and 0.8 seconds: a loop would have started
      // thousands
      daemon.serviceLog().awaitCount("START: datagrams", 7);
      assertTrue(daemon.serviceLog().count("START: datagrams") < 12);
      assertFalse(daemon.log().has("Deactivating"));
      bench.file("open", "");
      assertEquals("ONE", receive(first));
      assertEquals("TWO", receive(second));
      assertEquals("THREE", receive(third));
    }
  }

  @Test
  @Tag("ours")
  void slowsStreamServersThatAcceptNothingAndKeepsTheClient() throws IOException {
    Path server =
        bench.script(
            "accepts",
            """
            #!/usr/bin/perl
            exit 0 unless -e "@OPEN@";
            accept(my $client, STDIN);
            syswrite($client, "served");
            """
                .replace("@OPEN@", bench.folder().resolve("open").toString()));
    Daemon daemon = start(Conf.waiting("accepts", "stream", port, server.toString()));
    try (Client client = Client.connect(port)) {
      daemon.log().await("WARNING: service accepts: its server ends without taking");
      daemon.serviceLog().awaitCount("START: accepts", 6);
      assertTrue(daemon.serviceLog().count("START: accepts") < 12);
      bench.file("open", "");
      assertEquals("served", client.readToEnd());
    }
  }

  @Test
  @Tag("ours")
  void endsASessionWhoseTimeIsUpWithItsChildren() throws IOException {
    Path server =
        bench.script(
            "stubborn", "#!/bin/sh\nsleep 600 &\necho $!\ntrap '' TERM\nwait\nsleep 600\n");
    Daemon daemon =
        start(
            Conf.stream(
                    "stubborn",
                    port,
                    server.toString(),
                    "session_time = 1",
                    "log_type += JSON FILE " + bench.folder().resolve("events"))
                + Conf.stream("meek", Ports.free(), Tool.path("cat"), "session_time = UNLIMITED"));
    try (Client client = Client.connect(port)) {
      String child = client.readToEnd().strip();
      daemon
          .log()
          .await(
              "INFO: service stubborn: server \\d+ for 127.0.0.1 has taken the session_time of 1");
      daemon.log().await("WARNING: service stubborn: server \\d+ did not end; sending signal 9");
      daemon.serviceLog().await("EXIT: stubborn signal=9 pid=\\d+ duration=[5-9]\\(sec\\)");
      assertFalse(new ProcFs(Long.parseLong(child)).alive(), "its child is gone");
      LogFile events = new LogFile(bench.folder().resolve("events"));
      events.await("\"event\":\"timed_out\",.*\"rule\":\"session_time = 1\"");
      events.await("\"event\":\"ended\",.*\"signal\":9,\"ended_by\":\"session_time\"");
      daemon.signal("USR1");
      new LogFile(bench.folder().resolve("state/xinetd.dump"))
          .await("^\tended by session_time = 1$");
    }
  }

  @Test
  @Tag("ours")
  void sendsStandardErrorWhereItIsToldTo() throws IOException {
    Path server = bench.script("talks", "#!/bin/sh\necho out\necho err >&2\n");
    Path file = bench.folder().resolve("errors");
    int log = Ports.free();
    int filed = Ports.free();
    Daemon daemon =
        start(
            Conf.stream("client", port, server.toString())
                + Conf.stream("logged", log, server.toString(), "stderr = log")
                + Conf.stream("filed", filed, server.toString(), "stderr = " + file + " 1M"));
    assertEquals("out\nerr\n", Client.readAll(port, ME));
    assertEquals("out\n", Client.readAll(log, ME));
    daemon.log().await("INFO: logged\\[\\d+\\]: err$");
    assertEquals("out\n", Client.readAll(filed, ME));
    assertEquals("out\n", Client.readAll(filed, ME));
    assertEquals("err\nerr\n", Files.readString(file));
  }

  /** A root folder with one program and what that needs. */
  private Path rootWith(String program) throws IOException {
    Path root = bench.folder().resolve("root");
    List<String> files = new ArrayList<>(List.of(program));
    Tool.run(Tool.path("ldd"), program)
        .ok()
        .output()
        .lines()
        .flatMap(line -> Stream.of(line.strip().split("\\s+")))
        .filter(word -> word.startsWith("/"))
        .forEach(files::add);
    for (String file : files) {
      Path copy = root.resolve(file.substring(1));
      Files.createDirectories(copy.getParent());
      Files.copy(Path.of(file).toRealPath(), copy);
      assertTrue(copy.toFile().setExecutable(true, false));
    }
    return root;
  }

  /** The shape in which challenges are hosted, in its usual words. */
  @Test
  void hostsChallengesInAChroot() throws IOException {
    Path root = rootWith("/bin/cat");
    String[] lines = {
      "server_args = --userspec=41234:41234 " + root + " /bin/cat",
      "per_source = 1",
      "rlimit_cpu = 20",
      "rlimit_as = 64M",
      "rlimit_files = 32"
    };
    Daemon daemon = start(Conf.stream("challenge", port, "/usr/sbin/chroot", lines));
    try (Client player = Client.admitted(port, ME).orElseThrow()) {
      long pid = Long.parseLong(daemon.serviceLog().await("START: challenge pid=(\\d+)").group(1));
      ProcFs server = new ProcFs(pid);
      Await.until("chroot has become cat", () -> server.arguments().equals(List.of("/bin/cat")));
      assertEquals("41234\t41234\t41234\t41234", server.status("Uid"));
      assertEquals("41234\t41234\t41234\t41234", server.status("Gid"));
      assertEquals(root.toString(), Files.readSymbolicLink(Path.of("/proc/" + pid + "/root")) + "");
      assertEquals("20 20", limit(pid, "Max cpu time"));
      assertEquals("67108864 67108864", limit(pid, "Max address space"));
      assertEquals("32 32", limit(pid, "Max open files").replaceFirst("^32 \\d+", "32 32"));
      assertFalse(Client.isAdmitted(port, ME), "a second one at a time");
      assertTrue(Client.isAdmitted(port, "127.0.0.2"), "others are not concerned");
      assertEquals("flag?", player.send("flag?").read(5));
    }
    daemon.serviceLog().await("FAIL: challenge per_source_limit from=127.0.0.1");
  }

  private static String limit(long pid, String name) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/limits")).stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).strip().split("\\s+"))
        .map(words -> words[0] + " " + words[1])
        .findFirst()
        .orElseThrow();
  }

  @Test
  @Tag("ours")
  void tellsAFailedExecByStatusAndMessage() throws IOException {
    Path text = bench.script("text", "no program\n");
    Daemon daemon = start(Conf.stream("text", port, text.toString()));
    assertEquals("", Client.readAll(port, ME));
    daemon.serviceLog().await("EXIT: text status=126 pid=\\d+");
    daemon.log().await("ERROR: .*execv\\( .*/text \\) failed: Exec format error \\(errno = 8\\)");
  }

  @Test
  @Tag("ours") // xinetd throws the second away when it comes before the first server's end
  void startsAServerForEachDatagramOneAfterTheOther() throws IOException {
    bench.file("open", "");
    String server = oneDatagramServer().toString();
    Daemon daemon = start(Conf.waiting("datagrams", "dgram", port, server));
    try (DatagramSocket first = new DatagramSocket();
        DatagramSocket second = new DatagramSocket()) {
      sendFrom(first, "one");
      assertEquals("ONE", receive(first));
      sendFrom(second, "two");
      assertEquals("TWO", receive(second));
      daemon.serviceLog().awaitCount("EXIT: datagrams status=0", 2);
    }
  }
}
