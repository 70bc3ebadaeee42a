package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Nobody is dropped: under a load of clients that come and go, with sessions that stay, every
 * bundle is updated, the configuration is edited and reloaded, services change by Config Admin, an
 * access provider stops and starts. No connection is refused or reset, no session breaks.
 */
@Tag("ours")
class ContinuityIT {
  @RegisterExtension final Workbench bench = new Workbench();
  private Path tree;
  private Daemon daemon;
  private int builtIn;
  private int external;
  private int relayed;
  private int changed;
  private int chores = 1;

  private String configuration(int instances) {
    String[] open = {"cps = 100000 1", "instances = " + instances, "only_from = 127.0.0.0/8"};
    return bench.defaults(open)
        + Conf.entry(
            "service echo",
            "type = INTERNAL UNLISTED",
            "socket_type = stream",
            "protocol = tcp",
            "wait = no",
            "flags = IPv4",
            "access_times = 0:00-23:59",
            "port = " + builtIn)
        + Conf.stream("cat", external, Tool.path("cat"))
        + Conf.entry(
            "service relay",
            "type = UNLISTED",
            "socket_type = stream",
            "protocol = tcp",
            "wait = no",
            "flags = IPv4",
            "user = root",
            "redirect = 127.0.0.1 " + builtIn,
            "port = " + relayed);
  }

  /** How much is done. */
  private record Amount(int sessions, int reloads, int changes, int toggles) {}

  @Test
  void losesNobodyWhileEverythingChanges() throws IOException {
    run(new Amount(45, 15, 20, 4));
  }

  @Test
  @Tag("soak")
  void losesNobodyWhileEverythingChangesManyTimes() throws IOException {
    run(new Amount(200, 100, 100, 20));
  }

  private void run(Amount amount) throws IOException {
    tree = bench.folder().resolve("tree");
    Tool.run(Tool.path("cp"), "-a", ProgramUnderTest.home().toString(), tree.toString()).ok();
    builtIn = Ports.free();
    external = Ports.free();
    relayed = Ports.free();
    changed = Ports.free();
    daemon = bench.startTree(tree, configuration(5000)).ready(builtIn, external, relayed);
    chore("change " + changed + " 1", "first");
    Await.until("the service of Config Admin listens", () -> ProcFs.listening(changed));
    List<Client> sessions = new ArrayList<>();
    Map<String, Long> lostBy = new LinkedHashMap<>();
    long served;
    long longest;
    List<String> failures;
    Map<String, Long> live = new LinkedHashMap<>();
    try (Load load = Load.on(builtIn, external, relayed, changed)) {
      for (int i = 0; i < amount.sessions(); i++) {
        int[] ports = {builtIn, external, relayed, changed};
        sessions.add(Client.admitted(ports[i % ports.length], "127.0.0.1").orElseThrow());
      }
      for (Path jar : shipped()) {
        long before = load.lost();
        live.merge(name(jar), update(jar), Long::sum);
        lostBy.put("update " + name(jar), load.lost() - before);
      }
      long before = load.lost();
      for (int i = 0; i < amount.reloads(); i++) {
        daemon.reconfigure(configuration(6000 + i));
      }
      lostBy.put(amount.reloads() + " reloads", load.lost() - before);
      before = load.lost();
      chore("change " + changed + " " + amount.changes(), "changes");
      lostBy.put(amount.changes() + " changes by Config Admin", load.lost() - before);
      before = load.lost();
      chore("toggle org.jxinetd.access.ip " + amount.toggles(), "toggles");
      chore("toggle org.jxinetd.access.time " + amount.toggles(), "more");
      lostBy.put(2 * amount.toggles() + " stops of an access provider", load.lost() - before);
      load.end();
      served = load.served();
      longest = load.longestMillis();
      failures = load.failures();
    }
    int broken = 0;
    for (Client session : sessions) {
      broken += intact(session) ? 0 : 1;
      session.close();
    }
    live.forEach(
        (bundle, millis) -> System.out.printf("update-to-live %-28s %5d ms%n", bundle, millis));
    lostBy.forEach((what, lost) -> System.out.printf("lost %d  %s%n", lost, what));
    System.out.printf(
        "%d short connections served, longest %d ms; %d of %d sessions broken%n",
        served, longest, broken, sessions.size());
    assertEquals(List.of(), failures, "connections lost: " + lostBy);
    assertEquals(0, broken, "sessions broken");
    assertTrue(served > 100, "there was a load: " + served);
  }

  private static boolean intact(Client session) {
    try {
      return session.send("y").read(1).equals("y");
    } catch (IOException e) {
      return false;
    }
  }

  /** Our bundles, the engine among them. */
  private List<Path> shipped() throws IOException {
    try (Stream<Path> list = Files.list(tree.resolve("bundles"))) {
      return list.filter(p -> p.getFileName().toString().startsWith("org.jxinetd."))
          .sorted()
          .toList();
    }
  }

  private static String name(Path jar) {
    return jar.getFileName().toString().replaceFirst("-[0-9].*", "");
  }

  /** Updates a bundle; returns the milliseconds until it is live. */
  private long update(Path jar) throws IOException {
    Path made =
        Files.write(bench.folder().resolve("update.jar"), PluginJar.renumbered(jar, "9.9.9"));
    long begin = System.nanoTime();
    Files.move(
        made, tree.resolve("deploy").resolve(name(jar) + ".jar"), StandardCopyOption.ATOMIC_MOVE);
    daemon.log().await("bundle " + name(jar).replace(".", "\\.") + " 9\\.9\\.9 is live");
    return (System.nanoTime() - begin) / 1_000_000;
  }

  /** Has a bundle inside the server do something, and waits for its end. */
  private void chore(String what, String name) throws IOException {
    Path done = bench.folder().resolve(name + ".done");
    Path made = Files.write(bench.folder().resolve(name), PluginJar.chores(what, done));
    Path jar = tree.resolve("deploy").resolve(name + ".jar");
    Files.move(made, jar, StandardCopyOption.ATOMIC_MOVE);
    Await.answer(
        what,
        Duration.ofSeconds(60),
        () -> Files.exists(done) ? Optional.of(true) : Optional.empty());
    Files.delete(jar);
    Await.until(
        "the chore's bundle is gone",
        () -> daemon.log().count("org.example.chores .* is removed") >= chores);
    chores++;
  }
}
