package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a server finds when it starts: looked at from outside, through /proc, while it runs. */
class ChildContractIT {
  private static final int O_NONBLOCK = 0x800;
  private static final int NICE = 19;
  private static final int PROCESS_GROUP = 5;
  private static final int SESSION = 6;

  @RegisterExtension final Workbench bench = new Workbench();

  /** Starts one service with /bin/cat behind it, connects, and gives the running child. */
  private record Running(Daemon daemon, Client client, ProcFs child) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      client.close();
    }
  }

  private Running run(Map<String, String> environment, String... lines) throws IOException {
    int port = Ports.free();
    String config = bench.defaults() + Conf.stream("probe", port, Tool.path("cat"), lines);
    Daemon daemon = bench.start(config, environment).ready(port);
    Client client = Client.connect(port);
    assertEquals("ready", client.send("ready").read(5));
    long pid =
        Long.parseLong(daemon.serviceLog().await("START: probe pid=(\\d+) from=127").group(1));
    return new Running(daemon, client, new ProcFs(pid));
  }

  @Test
  void holdsTheClientsOwnSocketAsZeroOneAndTwoAndNothingElse() throws IOException {
    try (Running running = run(Map.of())) {
      Map<Integer, String> open = running.child().descriptors();
      assertEquals(Set.of(0, 1, 2), open.keySet(), open.toString());
      assertEquals(1, new TreeSet<>(open.values()).size(), open.toString());
      ProcFs.SocketRow row = running.child().socket("tcp", 0).orElseThrow();
      assertEquals(running.client().localPort(), row.remotePort(), "the peer is the client itself");
      assertEquals(ProcFs.ESTABLISHED, row.state());
      assertEquals(0, running.child().flags(0) & O_NONBLOCK, "the socket blocks");
    }
  }

  @Test
  void leadsItsSessionWithEmptySignalState() throws IOException {
    try (Running running = run(Map.of())) {
      ProcFs child = running.child();
      String pid = Long.toString(child.pid());
      assertEquals(pid, child.stat(PROCESS_GROUP));
      assertEquals(pid, child.stat(SESSION));
      for (String set : new String[] {"SigBlk", "SigIgn", "SigCgt"}) {
        // 32 and 33 are the C library's own: neither a program nor sigaction(2) gets at them
        long standard = Long.parseUnsignedLong(child.status(set), 16) & 0x7FFF_FFFFL;
        assertEquals(0, standard, set);
      }
      assertEquals("/", child.folder());
      assertEquals("0", child.stat(NICE));
      int own = Integer.parseInt(new ProcFs(ProcessHandle.current().pid()).status("Umask"), 8);
      assertEquals(own | 022, Integer.parseInt(child.status("Umask"), 8));
    }
  }

  @Test
  void runsAsTheUserWithoutSupplementaryGroups() throws IOException {
    try (Running running = run(Map.of(), "user = nobody", "group = mail", "umask = 027")) {
      ProcFs child = running.child();
      String nobody = id("-u");
      String mail = group("mail");
      assertEquals(four(nobody), child.status("Uid"));
      assertEquals(four(mail), child.status("Gid"));
      assertEquals("", child.status("Groups"));
      assertEquals("0027", child.status("Umask"));
    }
  }

  @Test
  void takesTheUsersGroupsWhenAsked() throws IOException {
    try (Running running = run(Map.of(), "user = nobody", "groups = yes")) {
      assertEquals(four(id("-g")), running.child().status("Gid"));
      assertEquals(
          new TreeSet<>(List.of(id("-G").split(" "))),
          new TreeSet<>(List.of(running.child().status("Groups").split(" "))));
    }
  }

  @Test
  void takesNumericUsersThatNobodyKnows() throws IOException {
    try (Running running = run(Map.of(), "user = 41234")) {
      assertEquals(four("41234"), running.child().status("Uid"));
      assertEquals(four("41234"), running.child().status("Gid"));
      assertEquals("", running.child().status("Groups"));
    }
  }

  @Test
  void runsAtItsNiceValue() throws IOException {
    try (Running running = run(Map.of(), "nice = 7", "user = nobody")) {
      assertEquals("7", running.child().stat(NICE));
    }
  }

  @Test
  void inheritsTheWholeEnvironmentPlusEnvAndTheClient() throws IOException {
    try (Running running =
        run(
            Map.of("MARK", "kept", "REMOTE_HOST", "evil", "OVER", "old"),
            "env = OVER=new",
            "env += ADDED=x=y")) {
      List<String> environment = running.child().environment();
      assertTrue(
          environment.containsAll(List.of("MARK=kept", "OVER=new", "ADDED=x=y")), "" + environment);
      assertTrue(environment.contains("REMOTE_HOST=127.0.0.1"), "" + environment);
      assertFalse(environment.contains("OVER=old"), "" + environment);
      assertFalse(environment.contains("REMOTE_HOST=evil"), "" + environment);
      assertTrue(environment.stream().noneMatch(v -> v.startsWith("_JAVA")), "" + environment);
    }
  }

  @Test
  void passesOnlyTheNamedVariables() throws IOException {
    try (Running running =
        run(
            Map.of("TERM", "vt100", "SECRET", "s", "LC_ALL", "C"),
            "passenv = LC_ALL TERM NOSUCH",
            "env = A=1")) {
      Set<String> expected =
          new TreeSet<>(Set.of("LC_ALL=C", "TERM=vt100", "A=1", "REMOTE_HOST=127.0.0.1"));
      if (!ProgramUnderTest.get().peer()) {
        ProcFs.SocketRow row = running.child().socket("tcp", 0).orElseThrow();
        expected.add("REMOTE_PORT=" + row.remotePort());
        expected.add("LOCAL_ADDR=127.0.0.1");
        expected.add("LOCAL_PORT=" + row.localPort());
        expected.add("SERVICE_ID=probe");
      }
      assertEquals(expected, new TreeSet<>(running.child().environment()));
      running.daemon().log().await("undefined environment variable: NOSUCH");
    }
  }

  @Test
  void getsItsNameAndArgumentsWordByWord() throws IOException {
    int plain = Ports.free();
    int named = Ports.free();
    Daemon daemon =
        bench
            .start(
                bench.defaults()
                    + Conf.stream("plain", plain, Tool.path("cat"), "server_args = -u  -\t-u")
                    + Conf.stream(
                        "named",
                        named,
                        Tool.path("cat"),
                        // in this order, or the original loses argv[0]
                        "flags = IPv4 NAMEINARGS",
                        "server_args = another-name -u -"))
            .ready(plain, named);
    try (Client one = Client.admitted(plain, "127.0.0.1").orElseThrow();
        Client two = Client.admitted(named, "127.0.0.1").orElseThrow()) {
      assertEquals(List.of("cat", "-u", "-", "-u"), child(daemon, "plain").arguments());
      assertEquals(List.of("another-name", "-u", "-"), child(daemon, "named").arguments());
      assertEquals("1", one.send("1").read(1));
      assertEquals("2", two.send("2").read(1));
    }
  }

  private static ProcFs child(Daemon daemon, String id) throws IOException {
    String pid = daemon.serviceLog().await("START: " + id + " pid=(\\d+)").group(1);
    return new ProcFs(Long.parseLong(pid));
  }

  @Test
  void handsAWaitingStreamServerTheListeningSocket() throws IOException {
    int port = Ports.free();
    Path accept = bench.script("accept", ACCEPT_THREE);
    Daemon daemon =
        bench
            .start(bench.defaults() + Conf.waiting("waiter", "stream", port, accept.toString()))
            .ready(port);
    try (Client first = Client.connect(port)) {
      assertEquals("peer 127.0.0.1 " + first.localPort() + "\n", first.readToEnd());
      ProcFs child = child(daemon, "waiter");
      Map<Integer, String> open = child.descriptors();
      assertEquals(open.get(0), open.get(1));
      assertEquals(open.get(0), open.get(2));
      ProcFs.SocketRow row = child.socket("tcp", 0).orElseThrow();
      assertEquals(ProcFs.LISTENING, row.state());
      assertEquals(port, row.localPort());
      assertEquals(0, child.flags(0) & O_NONBLOCK, "the listening socket blocks");
      assertTrue(child.environment().contains("REMOTE_HOST=<no address>"));
    }
    assertEquals("peer", Client.readAll(port, "127.0.0.1").substring(0, 4));
    assertEquals("peer", Client.readAll(port, "127.0.0.1").substring(0, 4));
    daemon.serviceLog().await("START: waiter pid=\\d+ from=<no address>$");
    daemon.serviceLog().await("EXIT: waiter status=4 pid=\\d+ duration=\\d+\\(sec\\)$");
    assertEquals(1, daemon.serviceLog().count("START: waiter "));
    assertEquals("peer", Client.readAll(port, "127.0.0.1").substring(0, 4), "a second server");
    endAfterSecond(daemon, port);
  }

  private static void endAfterSecond(Daemon daemon, int port) throws IOException {
    assertEquals("peer", Client.readAll(port, "127.0.0.1").substring(0, 4));
    assertEquals("peer", Client.readAll(port, "127.0.0.1").substring(0, 4));
    daemon.serviceLog().awaitCount("EXIT: waiter status=4", 2);
  }

  @Test
  void handsAWaitingDatagramServerTheBoundSocket() throws IOException {
    int port = Ports.free();
    Path answer = bench.script("answer", ANSWER_THREE);
    Daemon daemon =
        bench
            .start(bench.defaults() + Conf.waiting("packets", "dgram", port, answer.toString()))
            .ready();
    assertEquals("one 1", Client.datagram(port, "one"));
    ProcFs child = child(daemon, "packets");
    Map<Integer, String> open = child.descriptors();
    assertEquals(open.get(0), open.get(1));
    assertEquals(open.get(0), open.get(2));
    assertEquals(port, child.socket("udp", 0).orElseThrow().localPort());
    assertEquals(0, child.flags(0) & O_NONBLOCK, "the datagram socket blocks");
    assertTrue(child.environment().contains("REMOTE_HOST=127.0.0.1"));
    assertEquals("two 2", Client.datagram(port, "two"));
    assertEquals("three 3", Client.datagram(port, "three"));
    daemon.serviceLog().await("EXIT: packets status=0 pid=\\d+ duration=\\d+\\(sec\\)$");
    assertEquals(1, daemon.serviceLog().count("START: packets pid=\\d+ from=127\\.0\\.0\\.1$"));
  }

  @Test
  void logsAFailedExecAndTellsTheClientNothing() throws IOException {
    int port = Ports.free();
    Path broken = bench.script("broken", "\u0001\u0002 neither script nor binary\n");
    Daemon daemon =
        bench.start(bench.defaults() + Conf.stream("broken", port, broken.toString())).ready(port);
    assertEquals("", Client.readAll(port, "127.0.0.1"));
    daemon.log().await(broken + ".*Exec format error \\(errno = 8\\)");
    daemon.serviceLog().await("EXIT: broken ");
  }

  private static String four(String id) {
    return id + "\t" + id + "\t" + id + "\t" + id;
  }

  private static String id(String option) throws IOException {
    return Tool.run(Tool.path("id"), option, "nobody").ok().output().trim();
  }

  private static String group(String name) throws IOException {
    try (var lines = Files.lines(Path.of("/etc/group"))) {
      return lines
          .filter(line -> line.startsWith(name + ":"))
          .map(line -> line.split(":")[2])
          .findFirst()
          .orElseThrow();
    }
  }

  private static final String ACCEPT_THREE =
      """
      #!/usr/bin/perl
      use Socket;
      for (1 .. 3) {
        my $peer = accept(my $client, STDIN) or exit 1;
        my ($port, $address) = sockaddr_in($peer);
        print $client "peer ", inet_ntoa($address), " $port\\n";
        close $client;
      }
      exit 4;
      """;

  private static final String ANSWER_THREE =
      """
      #!/usr/bin/perl
      for my $n (1 .. 3) {
        my $peer = recv(STDIN, my $data, 4096, 0);
        defined $peer or exit 1;
        send(STDOUT, "$data $n", 0, $peer) or exit 2;
      }
      """;
}
