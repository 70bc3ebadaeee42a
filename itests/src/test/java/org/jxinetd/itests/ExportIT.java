package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Units that the running server writes, as systemd's own checker sees them. */
@Tag("ours")
class ExportIT {
  @RegisterExtension final Workbench bench = new Workbench();

  @Test
  void writesUnitsThatSystemdUnderstands() throws IOException {
    int port = Ports.free();
    Daemon daemon =
        bench
            .start(
                bench.defaults("instances = 60")
                    + Conf.stream(
                        "up",
                        port,
                        Tool.path("tr"),
                        "server_args = a-z A-Z",
                        "flags = IPv4 NOLIBWRAP",
                        "env = X=100% Y=a;b",
                        "rlimit_as = 512M",
                        "umask = 027",
                        "nice = 3",
                        "per_source = 3",
                        "only_from = 127.0.0.0 ::1")
                    + Conf.waiting("gram", "dgram", Ports.free(), Tool.path("cat"))
                    + Conf.entry(
                        "service relay",
                        "type = UNLISTED",
                        "socket_type = stream",
                        "wait = no",
                        "user = root",
                        "port = " + Ports.free(),
                        "redirect = 127.0.0.1 " + port)
                    + Conf.stream(
                        "named", Ports.free(), Tool.path("cat"), "access_times = 8:00-9:00"))
            .ready(port);
    Path folder = Files.createDirectory(bench.folder().resolve("units"));

    Tool.Result done = export(daemon, "export", "--systemd", "--to", folder.toString());

    assertEquals(1, done.status(), done.output());
    assertTrue(done.output().contains("named: not exported: access_times"), done.output());
    assertTrue(done.output().contains("up: lost: log_type"), done.output());
    List<String> names;
    try (Stream<Path> files = Files.list(folder)) {
      names = files.map(file -> file.getFileName().toString()).sorted().toList();
    }
    assertEquals(
        List.of(
            "gram.service",
            "gram.socket",
            "relay.service",
            "relay.socket",
            "up.socket",
            "up@.service"),
        names);
    List<String> verify =
        new ArrayList<>(List.of(Tool.path("systemd-analyze"), "verify", "--man=no"));
    names.forEach(name -> verify.add(folder.resolve(name.replace("@.", "@1.")).toString()));
    Files.copy(folder.resolve("up@.service"), folder.resolve("up@1.service"));
    Tool.Result verdict = Tool.run(verify.toArray(String[]::new));
    for (String line : verdict.output().lines().toList()) {
      assertFalse(line.contains(folder.toString()), verdict.output());
    }
    verdict.ok();

    Tool.Result again = export(daemon, "export", "--systemd", "up", "--to", folder.toString());
    assertEquals(1, again.status());
    assertTrue(again.output().contains("is there already"), again.output());
  }

  private static Tool.Result export(Daemon daemon, String... words) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProgramUnderTest.home().resolve("bin/xinetctl").toString(),
                "-control",
                daemon.control().toString()));
    command.addAll(List.of(words));
    return Tool.run(command.toArray(String[]::new));
  }
}
