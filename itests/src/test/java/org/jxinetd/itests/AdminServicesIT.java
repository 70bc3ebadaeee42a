package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The services that tell about the server. */
@Tag("ours")
class AdminServicesIT {
  @RegisterExtension final Workbench bench = new Workbench();

  private static String admin(String name, int port, String... more) {
    String[] lines = {
      "type = INTERNAL UNLISTED",
      "socket_type = stream",
      "protocol = tcp",
      "wait = no",
      "flags = IPv4",
      "port = " + port
    };
    String[] all = java.util.Arrays.copyOf(lines, lines.length + more.length);
    System.arraycopy(more, 0, all, lines.length, more.length);
    return Conf.entry("service " + name, all);
  }

  /** A password file as an administrator makes one. */
  private Path password(String password) throws IOException {
    String program = ProgramUnderTest.home().resolve("bin/xinetd-password").toString();
    String line =
        Tool.run(
                bench.folder(),
                Map.of("PASSWORD", password),
                Tool.path("sh"),
                "-c",
                "printf '%s\\n' \"$PASSWORD\" | " + program)
            .ok()
            .output();
    Path file = bench.file("password", line);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  @Test
  void tellFriendsAndNobodyElse() throws IOException {
    int cat = Ports.free();
    int services = Ports.free();
    int servers = Ports.free();
    int xadmin = Ports.free();
    Path file = password("correct horse");
    Daemon daemon =
        bench
            .start(
                bench.defaults("only_from = 127.0.0.1")
                    + Conf.stream("copy", cat, Tool.path("cat"))
                    + admin("services", services)
                    + admin("servers", servers)
                    + admin("xadmin", xadmin, "admin_password_file = " + file))
            .ready(cat, services, servers, xadmin);
    assertEquals(
        String.format(
            "copy tcp %d\nservices tcp %d\nservers tcp %d\nxadmin tcp %d\n",
            cat, services, servers, xadmin),
        Client.readAll(services, "127.0.0.1"));
    assertEquals("", Client.readAll(services, "127.0.0.2"));
    daemon.serviceLog().await("FAIL: services address from=127\\.0\\.0\\.2$");
    assertEquals("", Client.readAll(servers, "127.0.0.1"), "nothing runs but this");
    try (Client client = Client.connect(cat)) {
      assertEquals("x", client.send("x").read(1));
      daemon.serviceLog().await("START: copy pid=");
      String said = Client.readAll(servers, "127.0.0.1");
      assertTrue(
          said.matches(
              "copy server\npid = \\d+\nstart_time = .{24}\nConnection info:\n\tservice = copy\n"
                  + "\tdescriptor = 0\n\tflags = 5\n\tremote_address = 127\\.0\\.0\\.1,"
                  + client.localPort()
                  + "\nlog_remote_user = NO\nwrites_to_log = NO\n\n"),
          said);
      String shown = Client.exchange(xadmin, "correct horse\nshow run\nshow avail\nbye\n");
      assertTrue(shown.startsWith("Password: > Running services:\n"), shown);
      assertTrue(shown.contains("copy server\npid = "), shown);
      assertTrue(shown.contains(String.format("copy       %-6d 0.0.0.0          0", cat)), shown);
      assertTrue(shown.endsWith("> bye bye\n"), shown);
    }
    assertEquals("Password: Wrong password\nPassword: ", Client.exchange(xadmin, "wrong\n"));
    daemon.log().await("service xadmin: wrong password from 127\\.0\\.0\\.1");
  }

  @Test
  void doNotRunForTheWorld() throws IOException {
    int services = Ports.free();
    int servers = Ports.free();
    int xadmin = Ports.free();
    int cat = Ports.free();
    Daemon daemon =
        bench
            .start(
                bench.defaults()
                    + Conf.stream("copy", cat, Tool.path("cat"))
                    + admin("services", services)
                    + admin("servers", servers, "only_from = 0.0.0.0/0")
                    + admin("xadmin", xadmin, "only_from = 127.0.0.1"))
            .ready(cat);
    String file = "xinetd\\.conf:\\d+:\\d+: ";
    daemon.log().await(file + ".*needs an only_from.*service services not started");
    daemon
        .log()
        .await(file + "only_from: .*must not let in the world.*service servers not started");
    daemon.log().await(file + ".*admin_password_file.*service xadmin not started");
    for (int port : new int[] {services, servers, xadmin}) {
      assertFalse(ProcFs.listening(port));
    }
  }
}
