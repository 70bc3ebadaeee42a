package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Host names in only_from and no_access, with a name server of the test's own. */
@Tag("ours")
class HostNamesIT {
  private static final Duration DELAY = Duration.ofSeconds(5);

  @RegisterExtension final Workbench bench = new Workbench();
  private final int port = Ports.free();
  private DnsServer dns;

  HostNamesIT() throws IOException {}

  @BeforeEach
  void openDns() throws IOException {
    dns = new DnsServer();
  }

  @AfterEach
  void closeDns() {
    dns.close();
  }

  /** On a tree of its own, whose etc/ says which name server is asked. */
  private Daemon start(String config) throws IOException {
    Path tree = bench.folder().resolve("tree");
    Tool.run(Tool.path("cp"), "-a", ProgramUnderTest.home().toString(), tree.toString()).ok();
    Path hosts = bench.file("hosts", "127.9.0.1 local.good.example\n");
    Files.writeString(
        tree.resolve("etc/org.jxinetd.access.host.cfg"),
        "servers = 127.0.0.1:" + dns.port() + "\nhosts.file = " + hosts + "\n");
    return bench.startTree(tree, config).ready(port);
  }

  private Daemon gate(String... lines) throws IOException {
    return start(bench.defaults() + Conf.stream("gate", port, Tool.path("cat"), lines));
  }

  @Test
  void believesANameOnlyWhenItLeadsBack() throws IOException {
    dns.names("127.1.0.1", "a.good.example").has("a.good.example", "127.1.0.1");
    dns.names("127.1.0.2", "a.good.example");
    dns.has("home.example", "127.1.0.4");
    Daemon daemon = gate("only_from = .good.example forward:home.example");
    Await.until("the name server is asked", () -> Client.isAdmitted(port, "127.1.0.1"));
    assertTrue(Client.isAdmitted(port, "127.9.0.1"), "the hosts file comes first");
    assertTrue(Client.isAdmitted(port, "127.1.0.4"), "an address of home.example");
    assertFalse(Client.isAdmitted(port, "127.1.0.2"), "spoofed");
    assertFalse(Client.isAdmitted(port, "127.1.0.3"), "without a name");
    daemon.serviceLog().await("FAIL: gate address from=127\\.1\\.0\\.3$");
    Tool.Result said = new Ctl(daemon).run("explain", "gate", "127.1.0.2");
    assertTrue(
        said.output().contains("claims to be a.good.example, which does not lead back to it"),
        said.output());
  }

  @Test
  void keepsOutWhoCannotBeTold() throws IOException {
    dns.names("127.1.0.1", "a.good.example").has("a.good.example", "127.1.0.1");
    dns.names("127.1.0.2", "a.evil.example").has("a.evil.example", "127.1.0.2");
    dns.names("127.1.0.3", "a.good.example");
    gate("no_access = .evil.example");
    Await.until("the name server is asked", () -> Client.isAdmitted(port, "127.1.0.1"));
    for (String client : List.of("127.1.0.2", "127.1.0.3", "127.1.0.4")) {
      assertFalse(Client.isAdmitted(port, client), client);
    }
  }

  @Test
  void aSlowNameServerDelaysItsOwnClientsOnly()
      throws IOException, InterruptedException, ExecutionException {
    dns.names("127.1.0.1", "fast.good.example").has("fast.good.example", "127.1.0.1");
    dns.names("127.1.0.2", "slow.good.example").has("slow.good.example", "127.1.0.2");
    dns.slow("127.1.0.2", DELAY);
    start(
        bench.defaults("cps = 1000000 1", "instances = UNLIMITED")
            + Conf.entry(
                "service daytime",
                "type = INTERNAL UNLISTED",
                "socket_type = stream",
                "protocol = tcp",
                "wait = no",
                "flags = IPv4",
                "port = " + port,
                "only_from = .good.example"));
    Await.until("the name server is asked", () -> !Client.readAll(port, "127.1.0.1").isEmpty());
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger served = new AtomicInteger();
    AtomicInteger failed = new AtomicInteger();
    List<Thread> load = new ArrayList<>();
    long began = System.nanoTime();
    CompletableFuture<Duration> slow = CompletableFuture.supplyAsync(this::refusedAfter);
    for (int i = 0; i < 4; i++) {
      load.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    while (!over.get()) {
                      try {
                        (Client.readAll(port, "127.1.0.1").isEmpty() ? failed : served)
                            .incrementAndGet();
                      } catch (IOException e) {
                        failed.incrementAndGet();
                      }
                    }
                  }));
    }
    Duration refused = slow.get();
    Await.until("the late answer counts", () -> !Client.readAll(port, "127.1.0.2").isEmpty());
    over.set(true);
    for (Thread thread : load) {
      thread.join();
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    System.out.printf(
        "while a name took %d s: %.0f connections/s of others, its client refused after %.1f s%n",
        DELAY.toSeconds(), served.get() / seconds, refused.toMillis() / 1000.0);
    assertEquals(0, failed.get());
    assertTrue(served.get() > 1000, served + " others were served");
    assertTrue(refused.toMillis() > 1_500 && refused.toMillis() < 4_500, refused.toString());
  }

  private Duration refusedAfter() {
    long before = System.nanoTime();
    try {
      String said = Client.readAll(port, "127.1.0.2");
      assertEquals("", said, "its name is not known yet");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return Duration.ofNanos(System.nanoTime() - before);
  }

  @Test
  void takesListsFromFilesThatChange() throws IOException {
    Path list = bench.file("blocked", "# none\n127.2.0.0/16\n");
    Daemon daemon = gate("no_access = file:" + list, "cps = 0 1");
    assertFalse(Client.isAdmitted(port, "127.2.3.4"));
    assertTrue(Client.isAdmitted(port, "127.3.0.1"));
    Files.writeString(list, "# none\n127.3.0.0/16\n");
    Await.until("the new list counts", () -> !Client.isAdmitted(port, "127.3.0.1"));
    assertTrue(Client.isAdmitted(port, "127.2.3.4"));
    Tool.Result said = new Ctl(daemon).run("explain", "gate", "127.3.0.1");
    assertTrue(said.output().contains("127.3.0.0/16 in " + list + ":2"), said.output());
    Files.delete(list);
    Await.until("nobody comes in", () -> !Client.isAdmitted(port, "127.2.3.4"));
    daemon.log().await("blocked: it does not exist; in no_access it keeps everybody out");
  }
}
