package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** hosts_options(5): what clients see of it, here and behind Debian's tcpd. */
@Tag("ours")
class WrapperOptionsIT {
  private static final String WELCOME = "welcome\n";

  @RegisterExtension final Workbench bench = new Workbench();
  private final int ours = Ports.free();
  private final int theirs = Ports.free();
  private final int internal = Ports.free();
  private Path allow;
  private Path deny;
  private Daemon daemon;

  WrapperOptionsIT() throws IOException {}

  @BeforeEach
  void start() throws IOException {
    allow = bench.file("hosts.allow", "");
    deny = bench.file("hosts.deny", "");
    Path server =
        bench.script(
            "in.testd",
            "#!/bin/sh\necho welcome\necho \"A=$A umask=$(umask) nice=$(nice) uid=$(id -u)\"\n");
    daemon =
        bench
            .start(
                bench.defaults("cps = 1000 1")
                    + Conf.stream("ours", ours, server.toString())
                    + Conf.stream(
                        "theirs",
                        theirs,
                        Tool.path("tcpd"),
                        "flags = IPv4 NAMEINARGS NOLIBWRAP",
                        "server_args = " + server)
                    + Conf.entry(
                        "service discard",
                        "type = INTERNAL UNLISTED",
                        "socket_type = stream",
                        "protocol = tcp",
                        "wait = no",
                        "flags = IPv4",
                        "port = " + internal),
                Map.of(),
                PrivateEtc.with(allow, deny, true))
            .ready(ours, theirs, internal);
  }

  /** In place, since the namespace has the file and not its name. */
  private void rules(String allowed, String denied) throws IOException {
    Files.writeString(allow, allowed);
    Files.writeString(deny, denied);
  }

  private static String visit(int port) throws IOException {
    try {
      return Client.readAll(port, "127.0.0.1");
    } catch (java.net.SocketException reset) {
      return "";
    }
  }

  @Test
  void clientsSeeWhatTheySeeBehindTcpd() throws IOException {
    Path banners = Files.createDirectories(bench.folder().resolve("banners"));
    Files.writeString(banners.resolve("in.testd"), "Hello %a\nat %d\n");
    for (List<String> files :
        List.of(
            List.of("", ""),
            List.of("ALL: 127.0.0.1\n", "ALL: ALL\n"),
            List.of("", "ALL: ALL\n"),
            List.of("in.testd: 127. EXCEPT 127.0.0.1\n", "in.testd: ALL\n"),
            List.of("ALL: ALL: setenv A b c : umask 027 : nice 3\n", ""),
            List.of("ALL: ALL: nice\n", ""),
            List.of("ALL: ALL: umask 8\n", ""),
            List.of("ALL: ALL: keepalive: linger 5: allow\n", "ALL: ALL\n"),
            List.of("", "in.testd: ALL: twist /bin/echo 421 %a to %d, no\n"),
            List.of("ALL: ALL: banners " + banners + "\n", ""),
            List.of("", "ALL: ALL: banners " + banners + "\n"),
            List.of("ALL: ALL: aclexec true\n", "ALL: ALL\n"),
            List.of("ALL: ALL: aclexec false\n", "ALL: ALL\n"),
            List.of("", "ALL: ALL: aclexec true\n"),
            List.of("", "ALL: ALL: aclexec false\n"),
            List.of("ALL: ALL: user nosuchuser\n", ""),
            List.of("ALL: ALL: banners " + banners + ": twist echo bye\n", ""))) {
      rules(files.get(0), files.get(1));
      assertEquals(visit(theirs), visit(ours), files.toString());
    }
    rules("ALL: ALL: setenv A x y : umask 027 : nice 3 : user nobody\n", "");
    String said = visit(ours);
    assertTrue(said.matches(WELCOME + "A=x y umask=0027 nice=\\d+ uid=65534\n"), said);
  }

  @Test
  void twistServesABuiltInServiceAsWell() throws IOException {
    rules("discard: ALL: twist echo not to %a\n", "");
    assertEquals("not to 127.0.0.1\n", visit(internal));
    daemon.serviceLog().await("START: discard pid=[1-9]\\d* from=127\\.0\\.0\\.1$");
    rules("discard: ALL: user nobody\n", "");
    assertEquals("", visit(internal));
    daemon.serviceLog().await("FAIL: discard libwrap from=127\\.0\\.0\\.1$");
  }

  @Test
  void spawnRunsAsTheUserOfTheService() throws IOException {
    Path out = Files.createDirectory(bench.folder().resolve("out"));
    Files.setPosixFilePermissions(out, PosixFilePermissions.fromString("rwxrwxrwx"));
    rules("", "ALL: ALL: spawn echo %a %d $(id -u) > " + out + "/said\n");
    daemon.reconfigure(
        bench.defaults() + Conf.stream("mine", ours, Tool.path("cat"), "user = nobody"));
    assertEquals("", visit(ours));
    Await.until(
        "the command has run",
        () ->
            Files.exists(out.resolve("said"))
                && Files.readString(out.resolve("said")).equals("127.0.0.1 cat 65534\n"));
    assertTrue(daemon.alive());
  }
}
