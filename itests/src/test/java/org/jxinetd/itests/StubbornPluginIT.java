package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jxinetd.api.access.AccessProvider;
import org.jxinetd.api.handler.DatagramService;
import org.jxinetd.api.handler.HandlerProvider;
import org.jxinetd.api.handler.StreamService;
import org.jxinetd.api.log.SinkProvider;
import org.jxinetd.itests.plugin.Lazy;
import org.jxinetd.itests.plugin.Leaky;
import org.jxinetd.itests.plugin.Misbehaving;
import org.jxinetd.itests.plugin.Stubborn;

/**
 * Plugins that serve, log or compile and do what they must not: in the end they are left alone, and
 * the others do not notice at all.
 */
@Tag("ours")
class StubbornPluginIT {
  private static final String STUBBORN = "org.example.stubborn";

  /** Longest time for many clients of a service that has nothing to do with it. */
  private static final long UNNOTICED_NANOS = 3_000_000_000L;

  @RegisterExtension final Workbench bench = new Workbench();
  private Path tree;
  private int good;
  private int bad;
  private Daemon daemon;

  @BeforeEach
  void ports() throws IOException {
    tree = bench.folder().resolve("tree");
    Tool.run(Tool.path("cp"), "-a", ProgramUnderTest.home().toString(), tree.toString()).ok();
    good = Ports.free();
    bad = Ports.free();
  }

  private void start(String entries) throws IOException {
    daemon =
        bench
            .startTree(
                tree,
                bench.defaults("cps = 0 0") + Conf.stream("good", good, Tool.path("cat")) + entries)
            .ready(good);
  }

  private static String internal(String name, String type, int port) {
    boolean stream = type.equals("stream");
    return Conf.entry(
        "service " + name,
        "type = INTERNAL UNLISTED",
        "id = bad",
        "socket_type = " + type,
        "protocol = " + (stream ? "tcp" : "udp"),
        "wait = " + (stream ? "no" : "yes"),
        "flags = IPv4",
        "port = " + port);
  }

  private void deploy(String name, byte[] jar) throws IOException {
    Path file = Files.write(bench.folder().resolve(name + ".jar"), jar);
    Files.move(file, tree.resolve("deploy").resolve(name + ".jar"), StandardCopyOption.ATOMIC_MOVE);
  }

  private void deployStubborn() throws IOException {
    deploy(
        "stubborn",
        PluginJar.component(
            STUBBORN,
            "1.0.0",
            Stubborn.class,
            "org.jxinetd.internal=stubborn",
            "org.jxinetd.internal;name:List<String>=\"stubborn/stream,stubborn/dgram\"",
            StreamService.class,
            DatagramService.class));
  }

  private Tool.Result xinetctl(String... words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(tree.resolve("bin/xinetctl").toString());
    command.add("-control");
    command.add(daemon.control().toString());
    command.addAll(List.of(words));
    return Tool.run(command.toArray(String[]::new));
  }

  private void othersDoNotNotice() throws IOException {
    long began = System.nanoTime();
    for (int i = 0; i < 20; i++) {
      assertTrue(Client.isAdmitted(good, "127.0.0.1"));
    }
    long took = System.nanoTime() - began;
    assertTrue(took < UNNOTICED_NANOS, "20 clients took " + took / 1_000_000 + " ms");
  }

  /** Brings a client to the service, as soon as it is there, and has it do something. */
  private Client begin(String what) throws IOException {
    Await.until("the service listens", () -> ProcFs.listening(bad));
    Client client = Client.connect(bad);
    assertEquals("begun", client.send((what + "     ").substring(0, 5)).read(5));
    return client;
  }

  /** Processor time of the server in hundredths of a second. */
  private long cpuTicks() throws IOException {
    String stat = Files.readString(Path.of("/proc/" + daemon.pid() + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
  }

  private double cores() throws IOException {
    long before = cpuTicks();
    long began = System.nanoTime();
    Await.until("two seconds have passed", () -> System.nanoTime() - began > 2_000_000_000L);
    return (cpuTicks() - before) / 100.0 / ((System.nanoTime() - began) / 1e9);
  }

  @Test
  void builtInServicesThatSpinTakeOneCoreUntilTheyAreEnded() throws IOException {
    start(internal("stubborn", "stream", bad));
    deployStubborn();
    List<Client> clients = new ArrayList<>();
    try {
      for (int i = 0; i < 4; i++) {
        clients.add(begin("spin"));
      }
      othersDoNotNotice();
      double cores = cores();
      assertTrue(cores < 1.2, "it takes " + cores + " cores");
      assertTrue(cores > 0.1, "it spins: " + cores);
      daemon
          .log()
          .await(
              "bundle org\\.example\\.stubborn has computed for 10 s without a word.*quarantined");
      for (Client client : clients) {
        assertFalse(client.answersWithin(Client.LIMIT_MILLIS), "the connection is closed");
      }
    } finally {
      for (Client client : clients) {
        client.close();
      }
    }
    assertFalse(Client.isAdmitted(bad, "127.0.0.1"), "nobody is brought to it any more");
    daemon.serviceLog().await("FAIL: bad unavailable from=");
    daemon.serviceLog().awaitCount("EXIT: bad ", 4);
    othersDoNotNotice();
    assertTrue(xinetctl("providers").ok().output().contains("quarantined"));
    assertEquals(1, xinetctl("health").status(), "health tells");
  }

  @Test
  void virtualThreadsThatSpinLeaveTheOthersTheirs() throws IOException {
    start(internal("stubborn", "stream", bad));
    deployStubborn();
    try (Client client = begin("light")) {
      assertEquals("ok", client.read(2));
    }
    daemon
        .log()
        .await(
            "bundle org\\.example\\.stubborn has computed on a virtual thread without a pause for"
                + " 2 s; it is quarantined");
    othersDoNotNotice();
    Await.until("all spin on one core", () -> cores() < 1.2);
    othersDoNotNotice();
    assertFalse(Client.isAdmitted(bad, "127.0.0.1"), "nobody is brought to it any more");
  }

  @Test
  void aBuiltInServiceThatBlocksIsEndedWhenSomebodySaysSo() throws IOException {
    start(internal("stubborn", "stream", bad));
    deployStubborn();
    try (Client client = begin("block")) {
      othersDoNotNotice();
      assertTrue(client.silentFor(500), "a session may take its time");
      xinetctl("kick", "-s", "bad");
      assertFalse(client.answersWithin(Client.LIMIT_MILLIS), "the connection is closed");
    }
    daemon.log().await("bundle org\\.example\\.stubborn did not end a session.*quarantined");
    daemon.serviceLog().await("EXIT: bad ");
    othersDoNotNotice();
  }

  @Test
  void aBuiltInServiceThatThrowsEndsItsOwnSession() throws IOException {
    start(internal("stubborn", "stream", bad));
    deployStubborn();
    try (Client client = begin("throw")) {
      assertFalse(client.answersWithin(Client.LIMIT_MILLIS), "the connection is closed");
    }
    daemon.log().await("org\\.example\\.stubborn failed to serve a client.*on purpose");
    try (Client client = begin("hello")) {
      assertEquals("ok", client.read(2), "the next one is served");
    }
  }

  @Test
  void threadsThatAreLeftBehindAreNamedWhenTheBundleStops() throws IOException {
    start(internal("stubborn", "stream", bad));
    deployStubborn();
    try (Client client = begin("leak")) {
      assertEquals("ok", client.read(2));
    }
    Files.delete(tree.resolve("deploy/stubborn.jar"));
    daemon
        .log()
        .await(
            "bundle org\\.example\\.stubborn has left 3 threads behind when it stopped:"
                + " leaked-0, leaked-1, leaked-2");
  }

  @Test
  void aDatagramServiceThatBlocksIsNotAskedAgain() throws IOException {
    start(internal("stubborn", "dgram", bad));
    deployStubborn();
    Await.until(
        "it answers",
        () -> Client.datagram(bad, "hello".getBytes(StandardCharsets.US_ASCII), 300).isPresent());
    assertTrue(Client.datagram(bad, "block".getBytes(StandardCharsets.US_ASCII), 1).isEmpty());
    assertEquals("ok", Client.datagram(bad, "hello"), "one that waits holds no other up");
    daemon.log().await("bundle org\\.example\\.stubborn took longer than .* answer a datagram");
    assertTrue(Client.datagram(bad, "hello".getBytes(StandardCharsets.US_ASCII), 500).isEmpty());
    daemon.serviceLog().await("FAIL: bad unavailable from=");
    othersDoNotNotice();
  }

  @Test
  @Tag("soak")
  void aHandlerThatNeverStartsAServerIsGivenUp() throws IOException {
    start(internal("lazy", "stream", bad));
    deploy(
        "lazy",
        PluginJar.component(
            "org.example.lazy",
            "1.0.0",
            Lazy.class,
            "org.jxinetd.handler=internal/lazy",
            "org.jxinetd.internal;name:List<String>=\"lazy/stream\"",
            HandlerProvider.class));
    Await.until("the service listens", () -> ProcFs.listening(bad));
    try (Client client = Client.connect(bad)) {
      assertFalse(client.answersWithin(Client.LIMIT_MILLIS), "the connection is closed");
    }
    daemon.log().await("bundle org\\.example\\.lazy has not started a server.*quarantined");
    daemon.serviceLog().await("FAIL: bad fork from=");
  }

  private void deployLeaky() throws IOException {
    deploy(
        "leaky",
        PluginJar.component(
            "org.example.leaky",
            "1.0.0",
            Leaky.class,
            "org.jxinetd.log_type=LEAKY",
            "org.jxinetd.log_type;type:List<String>=\"LEAKY\"",
            SinkProvider.class));
  }

  private void logs(String how) throws IOException {
    start(Conf.stream("bad", bad, Tool.path("cat"), "log_type = LEAKY " + how));
    deployLeaky();
    Await.until("the service listens", () -> ProcFs.listening(bad));
    for (int i = 0; i < 3; i++) {
      assertTrue(Client.isAdmitted(bad, "127.0.0.1"), "nobody waits for the log");
    }
    othersDoNotNotice();
    daemon.log().await("log of service bad cannot be written; lines are lost: .*leaky");
    assertTrue(Client.isAdmitted(bad, "127.0.0.1"));
    othersDoNotNotice();
    daemon.serviceLog().awaitCount("EXIT: good", 40);
    assertEquals(1, daemon.log().count("log of service bad cannot be written"), "said once");
    assertEquals(1, xinetctl("health").status(), "health tells");
  }

  @Test
  void aLogThatBlocksIsGivenUp() throws IOException {
    logs("block");
  }

  @Test
  @Tag("soak")
  void aLogThatSpinsIsGivenUp() throws IOException {
    logs("spin");
  }

  @Test
  void aLogThatThrowsIsTriedAgain() throws IOException {
    logs("throw");
  }

  @Test
  @Tag("soak")
  void aLogThatIsNeverOpenedKeepsItsServiceWaiting() throws IOException {
    start(Conf.stream("bad", bad, Tool.path("cat"), "log_type = LEAKY open"));
    deployLeaky();
    daemon.log().await("service bad waits for bundle org\\.example\\.leaky, which");
    othersDoNotNotice();
    daemon.log().await("bundle org\\.example\\.leaky took longer than 5 s to compile");
  }

  private void deployMisbehaving(String version) throws IOException {
    deploy(
        "misbehaving",
        PluginJar.component(
            "org.example.misbehaving",
            version,
            Misbehaving.class,
            "",
            "org.jxinetd.attribute;name:List<String>=\"misbehave\"",
            AccessProvider.class));
  }

  @Test
  void aRuleThatIsNeverCompiledHoldsUpItsOwnServiceOnly() throws IOException {
    Path flag = bench.file("flag", "");
    int third = Ports.free();
    String cat = Tool.path("cat");
    String entries = Conf.stream("bad", bad, cat, "misbehave = block " + flag);
    start(entries);
    deployMisbehaving("1.0.0");
    daemon
        .log()
        .await("service bad waits for bundle org\\.example\\.misbehaving, which has not compiled");
    long began = System.nanoTime();
    daemon.configure(
        bench.defaults("cps = 0 0")
            + Conf.stream("good", good, cat)
            + Conf.stream("third", third, cat)
            + entries);
    xinetctl("reload").ok();
    assertTrue(Client.isAdmitted(third, "127.0.0.1"), "changes of others go on");
    assertTrue(System.nanoTime() - began < UNNOTICED_NANOS, "at once");
    daemon.log().await("bundle org\\.example\\.misbehaving took longer than 5 s to compile");
    Await.until(
        "it is said why",
        () ->
            xinetctl("why", "bad")
                .output()
                .matches("(?s).*bundle org\\.example\\.misbehaving, which .*took longer than.*"));
    try (Client held = Client.connect(bad)) {
      held.send("hello");
      assertTrue(held.silentFor(500), "nobody is let in unchecked");
      Files.delete(flag);
      deployMisbehaving("1.0.1");
      assertEquals("hello", held.read(5), "a new version is tried");
    }
  }
}
