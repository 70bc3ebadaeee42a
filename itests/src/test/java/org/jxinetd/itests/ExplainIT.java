package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** xinetctl explain and fails. */
@Tag("ours")
class ExplainIT {
  @RegisterExtension final Workbench bench = new Workbench();

  /** xinetd lets the client in, and yet it gets nothing: tcpd behind it says no. */
  @Test
  void namesTheLineOfHostsDenyThatTcpdGoesBy() throws IOException {
    Path allow = bench.file("hosts.allow", "# nobody in particular\n");
    Path deny = bench.file("hosts.deny", "# paranoia\n\nin.fingerd: 127.0.0.0/255.0.0.0\n");
    Path finger = bench.script("in.fingerd", "#!/bin/sh\necho 'Login: root'\n");
    int port = Ports.free();
    Daemon daemon =
        bench
            .start(
                bench.defaults()
                    + Conf.stream(
                        "finger",
                        port,
                        Tool.path("tcpd"),
                        "flags = IPv4 NAMEINARGS",
                        "server_args = " + finger),
                Map.of(),
                PrivateEtc.with(allow, deny, false))
            .ready(port);
    assertEquals("", Client.readAll(port, "127.0.0.1"), "tcpd refuses");
    daemon.serviceLog().await("START: finger pid=\\d+ from=127\\.0\\.0\\.1$");
    assertEquals(0, daemon.serviceLog().count("FAIL: finger"), "here nobody objected");
    Ctl ctl = new Ctl(daemon);
    Tool.Result said = ctl.run("explain", "finger", "127.0.0.1");
    assertEquals(1, said.status(), said.output());
    assertTrue(
        said.output()
            .contains(
                "verdict: admitted here, but refused by the server itself (libwrap) by"
                    + " in.fingerd: 127.0.0.0/255.0.0.0, /etc/hosts.deny:3"),
        said.output());
    assertTrue(said.output().contains("TCP wrappers are not asked"), said.output());
    Tool.Result other = ctl.run("explain", "finger", "192.0.2.1");
    assertEquals(0, other.status(), other.output());
    assertTrue(other.output().contains("verdict: admitted\n"), other.output());
    assertEquals(0, daemon.serviceLog().count("FAIL: finger"), "nothing was counted or logged");
  }

  @Test
  void namesTheLineOfHostsDenyThatRefusesHere() throws IOException {
    Path allow = bench.file("hosts.allow", "");
    Path deny = bench.file("hosts.deny", "ALL EXCEPT cat: ALL\ncat: 127.0.0.66\n");
    int port = Ports.free();
    Daemon daemon =
        bench
            .start(
                bench.defaults() + Conf.stream("echo", port, Tool.path("cat")),
                Map.of(),
                PrivateEtc.with(allow, deny, true))
            .ready(port);
    assertEquals("", Client.readAll(port, "127.0.0.66"));
    daemon.serviceLog().await("FAIL: echo libwrap from=127\\.0\\.0\\.66$");
    daemon
        .log()
        .await("libwrap refused connection to echo \\(libwrap=cat\\) from 127\\.0\\.0\\.66");
    Tool.Result said = new Ctl(daemon).run("explain", "echo", "127.0.0.66");
    assertTrue(
        said.output().contains("verdict: refused (libwrap) by cat: 127.0.0.66, /etc/hosts.deny:2"),
        said.output());
  }

  @Test
  void walksThroughEveryRuleAndCountsNothing() throws IOException {
    int port = Ports.free();
    Daemon daemon =
        bench
            .start(
                bench.defaults()
                    + Conf.stream(
                        "walk",
                        port,
                        Tool.path("cat"),
                        "instances = 2",
                        "per_source = 1 /24",
                        "cps = 100 1",
                        "max_load = 9999",
                        "access_times = 8:00-17:00",
                        "only_from = 127.0.0.0/8",
                        "no_access = 127.0.0.9"))
            .ready(port);
    Ctl ctl = new Ctl(daemon);
    String noon = "2026-11-28 12:00";
    Tool.Result yes = ctl.run("explain", "walk", "127.1.0.1", "--at", noon);
    assertEquals(0, yes.status(), yes.output());
    for (String row :
        new String[] {
          "state +pass +service walk .* listening on 0\\.0\\.0\\.0:" + port,
          "cps +pass +cps = 100 1 +\\S+xinetd\\.conf:\\d+\\S* +0 of 100 connections",
          "load +pass +max_load = 9999 +\\S+xinetd\\.conf:\\d+\\S* +load \\d+\\.\\d\\d of 9999",
          "access_times +pass +access_times = 8:00-17:00 +\\S+xinetd\\.conf:\\d+\\S* +Sat 12:00",
          "instances +pass +instances = 2 +\\S+xinetd\\.conf:\\d+\\S* +0 of 2 instances",
          "per_source +pass +per_source = 1 /24 +\\S+ +0 of 1 from 127\\.1\\.0\\.0/24",
          "process_limit +pass +-limit is not given",
          "sensor +pass +bans +- +not banned",
          "address +pass +only_from = 127\\.0\\.0\\.0/8 +\\S+ +matches 104 bits",
          "address +pass +no_access = 127\\.0\\.0\\.9 +\\S+ +no entry matches",
          "libwrap +pass +-nolibwrap"
        }) {
      assertTrue(Pattern.compile(row).matcher(yes.output()).find(), row + "\n" + yes.output());
    }
    for (int i = 0; i < 3; i++) {
      assertEquals(0, ctl.run("explain", "walk", "127.1.0.1", "--at", noon).status());
    }
    Tool.Result night = ctl.run("explain", "walk", "127.1.0.1", "--at", "2026-11-28 03:05");
    assertTrue(night.output().contains("verdict: refused (time) by"), night.output());
    Tool.Result json = ctl.run("explain", "walk", "127.0.0.9", "--at", noon, "--json");
    assertTrue(json.output().contains("\"admitted\":false"), json.output());
    assertTrue(json.output().contains("\"rule\":\"no_access = 127.0.0.9\""), json.output());
    assertEquals("", daemon.serviceLog().text(), "an explanation leaves no trace");
  }

  @Test
  void keepsTheLastRefusalsWithWhatWasKnownThen() throws IOException {
    int port = Ports.free();
    Daemon daemon =
        bench
            .start(
                bench.defaults()
                    + Conf.stream("one", port, Tool.path("cat"), "instances = 1")
                    + Conf.stream("few", Ports.free(), Tool.path("cat"), "instances = 1"))
            .ready(port);
    try (Client inside = Client.admitted(port, "127.0.0.1").orElseThrow()) {
      assertTrue(Client.admitted(port, "127.0.0.7").isEmpty());
      assertEquals("x", inside.send("x").read(1));
    }
    daemon.serviceLog().await("FAIL: one service_limit from=127\\.0\\.0\\.7$");
    Ctl ctl = new Ctl(daemon);
    Tool.Result fails = ctl.run("fails", "one").ok();
    Matcher row =
        Pattern.compile("(?m)^(\\d+) .* one +127\\.0\\.0\\.7:\\d+ +service_limit +instances = 1 ")
            .matcher(fails.output());
    assertTrue(row.find(), fails.output());
    Tool.Result told = ctl.run("explain", "--fail", row.group(1)).ok();
    assertTrue(
        Pattern.compile("instances +no: service_limit +instances = 1 +\\S+ +1 of 1 instances")
            .matcher(told.output())
            .find(),
        told.output());
    assertEquals("nobody was refused by few\n", ctl.run("fails", "few").ok().output());
  }
}
