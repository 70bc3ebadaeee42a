package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Names of hosts mean the same in address lists and in TCP wrappers, short ones are completed, and
 * netgroups are those that libwrap sees. With an /etc and a name server of the test's own.
 */
@Tag("ours")
class SharedNamesIT {
  private static final String BUILD1 = "127.1.0.5";
  private static final String SPOOFED = "127.1.0.6";
  private static final String GATE = "127.1.0.7";
  private static final String STRANGER = "127.1.0.8";

  @RegisterExtension final Workbench bench = new Workbench();
  private final int listed = Ports.free();
  private final int ours = Ports.free();
  private DnsServer dns;
  private Path etc;

  SharedNamesIT() throws IOException {}

  @BeforeEach
  void open() throws IOException {
    dns = new DnsServer();
    dns.names(BUILD1, "build1.corp.example").has("build1.corp.example", BUILD1);
    dns.names(SPOOFED, "build1.corp.example");
    etc = PrivateEtc.copy(bench.folder().resolve("etc"));
    write("nsswitch.conf", "passwd: files\nhosts: files dns\nnetgroup: files\n");
    write("netgroup", "trusted inner (localhost,,)\ninner (gate.example,,)\n");
    write("hosts", "127.0.0.1 localhost\n" + GATE + " gate.example gate\n");
    write("resolv.conf", "search corp.example\noptions timeout:1 attempts:1\n");
    rules("", "");
  }

  @AfterEach
  void close() {
    dns.close();
  }

  private void write(String file, String text) throws IOException {
    Files.deleteIfExists(etc.resolve(file)); // it may be a link
    Files.writeString(etc.resolve(file), text);
  }

  private void rules(String allowed, String denied) throws IOException {
    write("hosts.allow", allowed);
    write("hosts.deny", denied);
  }

  private Daemon start(boolean withNames) throws IOException {
    Path tree = bench.folder().resolve("tree");
    Tool.run(Tool.path("cp"), "-a", ProgramUnderTest.home().toString(), tree.toString()).ok();
    Files.writeString(
        tree.resolve("etc/org.jxinetd.access.host.cfg"), "servers = 127.0.0.1:" + dns.port());
    if (!withNames) {
      try (var jars = Files.newDirectoryStream(tree.resolve("bundles"), "*access.host*")) {
        for (Path jar : jars) {
          Files.delete(jar);
        }
      }
    }
    Path server = bench.script("in.testd", "#!/bin/sh\necho welcome\n");
    String config = bench.defaults("cps = 1000 1") + Conf.stream("ours", ours, server.toString());
    if (withNames) {
      config +=
          Conf.stream(
              "listed", listed, server.toString(), "flags = IPv4 NOLIBWRAP", "only_from = build1");
    }
    return bench.startTree(tree, config, PrivateEtc.folder(etc)).ready(ours);
  }

  private static boolean welcome(int port, String client) throws IOException {
    try {
      return Client.readAll(port, client).equals("welcome\n");
    } catch (SocketException reset) {
      return false;
    }
  }

  /** tcpd itself sleeps for five seconds when it refuses. A client has a name when it is one. */
  private boolean tcpdmatchGrants(String client) throws IOException {
    String script =
        "mount --bind '%s' /etc && cd /etc && : >inetd.conf".formatted(etc)
            + " && PATH=$PATH:/usr/sbin && exec tcpdmatch -d -i ./inetd.conf in.testd@127.0.0.1 "
            + client;
    String said =
        Tool.run("unshare", "-m", "--propagation", "private", "sh", "-c", script).ok().output();
    assertTrue(said.contains("access:"), said);
    return said.contains("granted");
  }

  @Test
  void shortNamesAreCompletedBySearchAndNetgroupsAreThoseOfLibwrap() throws IOException {
    Daemon daemon = start(true);
    Await.until("the name server is asked", () -> welcome(listed, BUILD1));
    assertFalse(welcome(listed, SPOOFED));
    assertFalse(welcome(listed, GATE));
    write("resolv.conf", "search other.example\n");
    Await.until("the new search list counts", () -> !welcome(listed, BUILD1));

    rules("ALL: .corp.example\n", "ALL: ALL\n");
    assertTrue(welcome(ours, BUILD1), "by the name server of the lists");
    rules("", "ALL: PARANOID\n");
    assertFalse(welcome(ours, SPOOFED));
    assertTrue(welcome(ours, BUILD1));

    int admitted = 0;
    for (List<String> files :
        List.of(
            List.of("ALL: @trusted\n", "ALL: ALL\n"),
            List.of("ALL: ALL EXCEPT @trusted\n", "ALL: ALL\n"),
            List.of("in.testd: KNOWN@@inner\n", "ALL: ALL\n"),
            List.of("", "ALL: @trusted\n"),
            List.of("ALL: gate.example\n", "ALL: ALL\n"),
            List.of("ALL: LOCAL\n", "ALL: ALL\n"))) {
      rules(files.get(0), files.get(1));
      for (List<String> client :
          List.of(
              List.of("127.0.0.1", "localhost"),
              List.of(GATE, "gate.example"),
              List.of(STRANGER, STRANGER))) {
        boolean in = tcpdmatchGrants(client.getLast());
        assertEquals(in, welcome(ours, client.getFirst()), client + " " + files);
        admitted += in ? 1 : 0;
      }
    }
    assertTrue(admitted > 5 && admitted < 16, admitted + " admitted");

    rules("", "ALL: @nosuchgroup\n");
    assertFalse(welcome(ours, GATE), "what nobody can tell keeps out");
    daemon.serviceLog().await("FAIL: ours libwrap from=" + GATE.replace(".", "\\.") + "$");
    String said = new Ctl(daemon).run("explain", "ours", GATE).output();
    assertTrue(said.contains("there is no netgroup @nosuchgroup"), said);
  }

  @Test
  void withoutTheBundleThatLooksNamesUpRulesThatNeedNamesRefuse() throws IOException {
    Daemon daemon = start(false);
    rules("ALL: 127.0.0.1\nALL: .good.example\n", "");
    assertTrue(welcome(ours, "127.0.0.1"));
    assertFalse(welcome(ours, GATE));
    String said = new Ctl(daemon).run("explain", "ours", GATE).output();
    assertTrue(said.contains("the bundle access-host is missing"), said);
  }
}
