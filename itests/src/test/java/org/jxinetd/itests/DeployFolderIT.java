package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What happens to files in {@code deploy/}: taken whole, replaced, removed, or refused in a line.
 */
@Tag("ours")
class DeployFolderIT {
  private static final Duration LIVE_WITHIN = Duration.ofSeconds(2);
  @RegisterExtension final Workbench bench = new Workbench();
  private Path deploy;
  private int greeting;
  private int extra;
  private Daemon daemon;

  @BeforeEach
  void startOwnTree() throws IOException {
    Path tree = bench.folder().resolve("tree");
    Tool.run(Tool.path("cp"), "-a", ProgramUnderTest.home().toString(), tree.toString()).ok();
    deploy = tree.resolve("deploy");
    greeting = Ports.free();
    extra = Ports.free();
    daemon =
        bench
            .startTree(
                tree,
                bench.defaults()
                    + Conf.entry(
                        "service greeting",
                        "type = INTERNAL UNLISTED",
                        "socket_type = stream",
                        "protocol = tcp",
                        "wait = no",
                        "flags = IPv4",
                        "port = " + greeting))
            .ready();
  }

  private Path drop(String name, byte[] content) throws IOException {
    Path made = Files.write(bench.folder().resolve(name), content);
    return Files.move(
        made,
        deploy.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private Path drop(String name, String text) throws IOException {
    return drop(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private void greets(String word) throws IOException {
    Await.until(
        "the service says " + word,
        () ->
            ProcFs.listening(greeting)
                && Client.readAll(greeting, "127.0.0.1").equals(word + "\n"));
  }

  /** The engine said once that it works: it was never restarted. */
  private void engineWasNotTouched() throws IOException {
    assertEquals(1, daemon.log().count("Started working: "), daemon.log().text());
    assertFalse(daemon.log().text().matches("(?s).*refreshed: [^n\n].*"), daemon.log().text());
  }

  @Test
  void aServiceThatWasDroppedInIsSwitchedOffAndOnAndStaysSoAfterARestart() throws IOException {
    String common = "type = INTERNAL UNLISTED\nsocket_type = stream\nprotocol = tcp\nwait = no\n";
    String text = "service = echo\nid = extra\nflags = IPv4\nport = " + extra + "\n" + common;
    drop("org.jxinetd.service-extra.cfg", text);
    Await.until("the service listens", () -> ProcFs.listening(extra));
    Ctl ctl = new Ctl(daemon);
    Tool.Result off = ctl.run("disable", "extra").ok();
    assertTrue(off.output().contains("removed extra"), off.output());
    assertFalse(ProcFs.listening(extra), "in force when the command has ended");
    String row = "(?s).*extra .* switched off by 'disable'.*";
    assertTrue(ctl.run("services").ok().output().matches(row));
    assertTrue(ctl.run("services", "--json").ok().output().contains("\"switched\":\"off\""));

    drop("org.jxinetd.service-extra.cfg", text + "instances = 7\n");
    daemon.log().await("configuration org.jxinetd.service~extra is changed");
    ctl.run("reload").ok();
    assertFalse(ProcFs.listening(extra), "a new version of the file does not bring it back");
    daemon.stopCleanly();
    daemon =
        bench
            .startTree(
                bench.folder().resolve("tree"),
                Files.readString(bench.folder().resolve("xinetd.conf")))
            .ready();
    daemon.log().awaitCount("configuration org.jxinetd.service~extra is live", 2);
    daemon.log().awaitCount("INFO: control socket ", 2);
    assertEquals(1, ctl.run("enable", "extar").status());
    assertTrue(ctl.run("services").ok().output().matches(row), "nor does a restart");
    assertFalse(ProcFs.listening(extra));
    ctl.run("enable", "extra").ok();
    assertTrue(ProcFs.listening(extra));
    assertFalse(ctl.run("services", "--json").ok().output().contains("switched"));
  }

  @Test
  void bringsAServiceOfConfigAdminWithinTwoSecondsAndTakesItBack() throws IOException {
    String common = "socket_type = stream\nprotocol = tcp\nwait = no\nflags = IPv4\n";
    long begin = System.nanoTime();
    Path cfg =
        drop(
            "org.jxinetd.service-extra.cfg",
            "service = echo\nid = extra\ntype = INTERNAL UNLISTED\nport = "
                + extra
                + "\n"
                + common);
    Await.until("the service listens", () -> ProcFs.listening(extra));
    Duration live = Duration.ofNanos(System.nanoTime() - begin);
    assertTrue(live.compareTo(LIVE_WITHIN) < 0, "live after " + live);
    assertEquals("x", Client.exchange(extra, "x"));
    Files.delete(cfg);
    Await.until("the service is gone", () -> !ProcFs.listening(extra));
    drop(
        "org.jxinetd.service~extra.cfg.json",
        """
        { // a service as JSON
          "service": "daytime", "id": "extra", "type": ["INTERNAL", "UNLISTED"],
          "socket_type": "stream", "protocol": "tcp", "wait": "no", "flags": "IPv4",
          "port:Integer": %d
        }
        """
            .formatted(extra));
    Await.until("the service listens", () -> ProcFs.listening(extra));
    assertTrue(Client.readAll(extra, "127.0.0.1").contains("20"));
    drop("org.jxinetd.service-wrong.cfg", "service = echo\nport 99999\n\nwait = perhaps\n");
    daemon.log().await("org\\.jxinetd\\.service-wrong\\.cfg:4");
    drop("broken.cfg.json", "{\n  \"a\": 1,\n  \"b\" 2\n}");
    daemon.log().await("broken\\.cfg\\.json is not taken: line 3: ':' expected, found '2'");
    engineWasNotTouched();
  }

  private static String service(int port, String more) {
    return "service extra\n{\n\ttype = UNLISTED\n\tsocket_type = stream\n\tprotocol = tcp\n"
        + "\twait = no\n\tcps = 100000 1\n\tuser = root\n\tflags = IPv4\n\tserver = "
        + Tool.path("cat")
        + "\n\tport = "
        + port
        + "\n"
        + more
        + "}\n";
  }

  @Test
  void bringsAServiceInXinetdSyntaxAndKeepsItWhileTheReaderIsReplaced() throws IOException {
    long begin = System.nanoTime();
    Path file = drop("extra.xinetd", service(extra, ""));
    Await.until("the service listens", () -> ProcFs.listening(extra));
    Duration live = Duration.ofNanos(System.nanoTime() - begin);
    assertTrue(live.compareTo(LIVE_WITHIN) < 0, "live after " + live);
    assertEquals("x", Client.exchange(extra, "x"));
    drop("extra.xinetd", service(extra, "\tno_such_thing = 1\n\tinstances = 7\n"));
    daemon.log().await("extra\\.xinetd.*no_such_thing");
    Path shipped;
    try (Stream<Path> list = Files.list(ProgramUnderTest.home().resolve("bundles"))) {
      shipped =
          list.filter(p -> p.getFileName().toString().startsWith("org.jxinetd.config-"))
              .findFirst()
              .orElseThrow();
    }
    try (Load load = Load.on(extra)) {
      drop("config.jar", PluginJar.renumbered(shipped, "9.9.9"));
      daemon.log().await("bundle org\\.jxinetd\\.config 9\\.9\\.9 is live");
      long served = load.served();
      Await.until("clients are served", () -> load.served() > served + 20);
      load.end();
      assertEquals(List.of(), load.failures());
    }
    Files.delete(file);
    Await.until("the service is gone", () -> !ProcFs.listening(extra));
  }

  @Test
  void unloadsAnOldVersionWhenItsLastSessionHasEnded() throws IOException {
    Path shipped;
    try (Stream<Path> list = Files.list(ProgramUnderTest.home().resolve("bundles"))) {
      shipped =
          list.filter(p -> p.getFileName().toString().startsWith("org.jxinetd.handler.exec-"))
              .findFirst()
              .orElseThrow();
    }
    drop("extra.xinetd", service(extra, ""));
    Await.until("the service listens", () -> ProcFs.listening(extra));
    drop("exec.jar", PluginJar.renumbered(shipped, "9.9.1"));
    daemon.log().await("handler\\.exec 9\\.9\\.1 is live");
    try (Client session = Client.admitted(extra, "127.0.0.1").orElseThrow()) {
      drop("exec.jar", PluginJar.renumbered(shipped, "9.9.2"));
      daemon.log().await("handler\\.exec 9\\.9\\.2 is live in place of 9\\.9\\.1");
      // an unused bundle is unloaded five seconds after it was stopped
      drop("greeting.jar", PluginJar.greeting("1.0.0", "greetings", Map.of()));
      greets("greetings");
      Files.delete(deploy.resolve("greeting.jar"));
      daemon.log().await("bundle org\\.example\\.greeting 1\\.0\\.0 is unloaded");
      assertEquals(0, daemon.log().count("9\\.9\\.1 is unloaded"), "a session runs its code");
      assertEquals("y", session.send("y").read(1));
    }
    daemon.log().await("handler\\.exec 9\\.9\\.1 is unloaded");
    daemon.serviceLog().await("EXIT: extra .*");
  }

  @Test
  void takesNoHalfWrittenFile() throws IOException {
    write(deploy.resolve("greeting.jar"), PluginJar.greeting("1.0.0", "greetings", Map.of()));
    greets("greetings");
    assertEquals(0, daemon.log().count("is not taken"), daemon.log().text());
    byte[] next = PluginJar.greeting("1.1.0", "farewells", Map.of());
    try (OutputStream out = Files.newOutputStream(deploy.resolve("greeting.jar"))) {
      for (int i = 0; i < 6; i++) {
        out.write(Arrays.copyOfRange(next, next.length * i / 6, next.length * (i + 1) / 6));
        out.flush();
        assertEquals("greetings\n", Client.readAll(greeting, "127.0.0.1"), "the old one serves");
        LockSupport.parkNanos(Duration.ofMillis(250).toNanos()); // the writer is slow
      }
    }
    greets("farewells");
    assertEquals(0, daemon.log().count("is not taken"), daemon.log().text());
    engineWasNotTouched();
  }

  /** Writes a file bit by bit. */
  private static void write(Path file, byte[] content) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < 5; i++) {
        out.write(
            content, content.length * i / 5, content.length * (i + 1) / 5 - content.length * i / 5);
        out.flush();
        LockSupport.parkNanos(Duration.ofMillis(250).toNanos()); // the writer is slow
      }
    }
  }

  @Test
  void runsTheHighestVersionAndFallsBack() throws IOException {
    drop("greeting-1.jar", PluginJar.greeting("1.0.0", "greetings", Map.of()));
    greets("greetings");
    Path second = drop("greeting-2.jar", PluginJar.greeting("2.0.0", "farewells", Map.of()));
    greets("farewells");
    daemon
        .log()
        .await(
            "bundle org\\.example\\.greeting 2\\.0\\.0 is live in place of 1\\.0\\.0; refreshed:"
                + " none");
    drop(
        "greeting-3.jar",
        PluginJar.greeting("3.0.0", "nevermore", Map.of("Bundle-Activator", "no.such.Class")));
    daemon.log().await("3\\.0\\.0 does not start: .*; version 2\\.0\\.0 goes on");
    greets("farewells");
    Files.delete(second);
    greets("greetings");
    engineWasNotTouched();
  }

  @Test
  void saysInALineWhatKeepsABundleFromRunning() throws IOException {
    drop(
        "lost.jar",
        PluginJar.greeting(
            "1.0.0",
            "greetings",
            Map.of("Import-Package", "com.example.lost;version=\"[1.2,2)\"")));
    daemon
        .log()
        .await(
            "lost\\.jar: bundle org\\.example\\.greeting 1\\.0\\.0 lacks"
                + " package com\\.example\\.lost version from 1\\.2\\.0 version below 2\\.0\\.0;");
    drop("future.jar", PluginJar.fromTheFuture());
    daemon.log().await("future\\.jar is not taken: it needs Java 55 \\(class .*Greeting\\.class");
    drop("torn.jar", Arrays.copyOf(PluginJar.fromTheFuture(), 300));
    daemon.log().await("torn\\.jar is not taken: ");
    Path open = Files.write(bench.folder().resolve("open.jar"), PluginJar.fromTheFuture());
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-rw-rw-"));
    Files.move(open, deploy.resolve("open.jar"), StandardCopyOption.ATOMIC_MOVE);
    daemon.log().await("open\\.jar can be written by its group and everybody; it is not taken");
    assertFalse(daemon.log().text().contains("\tat "), "no stack trace");
    engineWasNotTouched();
  }
}
