package org.jxinetd.services.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jxinetd.api.handler.Handler;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.ServiceState;
import org.jxinetd.api.service.SuperServer;

class AdminServicesTest {

  private static final String PASSWORD = "correct horse";
  private static final Endpoint AT = new Endpoint(Address.inet(0x0a000001), 21);
  private static final Instant SINCE = Instant.parse("2026-11-03T15:30:31Z");
  private static final String FTP_SERVER =
      """
      ftp-public server
      pid = 4711
      start_time = Tue Nov  3 15:30:31 2026
      Connection info:
      \tservice = ftp-public
      \tdescriptor = 0
      \tflags = 5
      \tremote_address = 10.0.0.9,40001
      log_remote_user = NO
      writes_to_log = NO

      """;

  @TempDir Path folder;

  private static SuperServer server() {
    ServiceSpec ftp =
        ServiceSpec.builder("pid~ftp", "ftp")
            .id("ftp-public")
            .port(21)
            .attribute("user", "root")
            .build();
    ServiceSpec relay =
        ServiceSpec.builder("pid~relay", "relay")
            .port(8000)
            .attribute("redirect", "192.0.2.1", "80")
            .build();
    ServiceSpec waiting = ServiceSpec.builder("pid~late", "late").port(9).build();
    ServiceState up = new ServiceState.Listening();
    List<SuperServer.ServiceStatus> services =
        List.of(
            new SuperServer.ServiceStatus(ftp, up, Optional.of(AT), 1),
            new SuperServer.ServiceStatus(relay, up, Optional.empty(), 0),
            new SuperServer.ServiceStatus(
                waiting, new ServiceState.Waiting(List.of("x"), false), Optional.empty(), 0));
    Optional<Endpoint> peer = Optional.of(new Endpoint(Address.inet(0x0a000009), 40001));
    List<SuperServer.SessionStatus> sessions =
        List.of(
            new SuperServer.SessionStatus(1, "ftp-public", 4711, peer, SINCE),
            new SuperServer.SessionStatus(2, "servers", 0, Optional.of(Client.HERE), SINCE));
    return (SuperServer)
        Proxy.newProxyInstance(
            AdminServicesTest.class.getClassLoader(),
            new Class<?>[] {SuperServer.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "services" -> services;
                  case "sessions" -> sessions;
                  default -> throw new AssertionError(method);
                });
  }

  private static ServiceSpec.Builder local(String name) {
    return ServiceSpec.builder("pid~" + name, name).attribute("only_from", "127.0.0.1");
  }

  private ServiceSpec guarded(String name, String text, String mode) throws IOException {
    Path file = folder.resolve("password");
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    return local(name).attribute("admin_password_file", file.toString()).build();
  }

  private ServiceSpec xadmin() throws IOException {
    return guarded(
        "xadmin", "# for admins\n" + Password.line(PASSWORD.toCharArray()) + "\n", "rw-------");
  }

  private String admin(String sends) throws Exception {
    ServiceSpec service = xadmin();
    return Client.of(new Xadmin(server()).compile(service), service, sends);
  }

  @Test
  void servicesListsNameProtocolAndPort() throws Exception {
    ServiceSpec service = local("services").build();
    assertEquals(
        "ftp tcp 21\nrelay tcp 8000\nlate tcp 9\n",
        Client.of(new Services(server()).compile(service), service, ""));
  }

  @Test
  void serversListsAllButTheSessionThatAsks() {
    Tables tables = new Tables(server(), Clock.fixed(SINCE, ZoneOffset.UTC));
    assertEquals(FTP_SERVER, tables.servers("servers", Client.HERE));
    assertEquals(2, tables.running().split(" server\n", -1).length - 1);
    assertTrue(
        tables
            .running()
            .startsWith(
                "Running services:\nservice  run retry attempts descriptor\n" + FTP_SERVER));
  }

  @Test
  void availableListsWhatListens() {
    assertEquals(
        "Available services:\n"
            + "service    port   bound address    uid redir addr redir port\n"
            + "ftp        21     10.0.0.1         0     \n"
            + "relay      8000   0.0.0.0          0      192.0.2.1        80    \n",
        new Tables(server(), Clock.systemUTC()).available());
  }

  @Test
  void xadminAnswersBehindThePassword() throws Exception {
    String said = admin(PASSWORD + "\r\nhelp\nshow\nshow avail\nnonsense\n\nbye\nhelp\n");
    assertTrue(said.startsWith("Password: > xinetd admin help:\nshow run  :   shows"), said);
    assertTrue(said.contains("\n> Relevant commands:\nrun   : Show currently running"), said);
    assertTrue(said.contains("\n> Available services:\n"), said);
    assertTrue(said.endsWith("> > > bye bye\n"), said);
  }

  @Test
  void commandsAreKnownByTheirFirstLetters() throws Exception {
    String said = admin(PASSWORD + "\nshowing running\nexitus\n");
    assertTrue(said.contains("> Running services:\n"), said);
    assertTrue(said.endsWith("> bye bye\n"), said);
  }

  @Test
  void xadminTellsNothingWithoutThePassword() throws Exception {
    assertEquals(
        "Password: Wrong password\nPassword: Wrong password\nPassword: Wrong password\n",
        admin("help\nshow run\n" + PASSWORD + "x\n" + PASSWORD + "\nhelp\n"));
    assertEquals("Password: ", admin(""));
  }

  @Test
  void guessingIsStoppedAcrossConnections() throws Exception {
    ServiceSpec service = xadmin();
    Handler handler = new Xadmin(server()).compile(service);
    Client.of(handler, service, "a\nb\nc\n");
    String second = Client.of(handler, service, "d\ne\n" + PASSWORD + "\n");
    assertTrue(second.endsWith("Wrong password\nToo many wrong passwords\n"), second);
    assertEquals("Too many wrong passwords\n", Client.of(handler, service, PASSWORD + "\nhelp\n"));
  }

  @Test
  void aLongLineIsCutAndDoesNotSpillIntoTheNextCommand() throws Exception {
    String said = admin(PASSWORD + "\n" + "x".repeat(100_000) + "show run\nbye\n");
    assertEquals("Password: > > bye bye\n", said);
  }

  @Test
  void xadminDoesNotRunWithoutAPassword() {
    ConfigException e =
        assertThrows(
            ConfigException.class, () -> new Xadmin(server()).compile(local("xadmin").build()));
    assertTrue(e.getMessage().contains("admin_password_file"), e.getMessage());
  }

  @Test
  void noneRunsForTheWorld() {
    ServiceSpec open = ServiceSpec.builder("pid", "servers").build();
    assertThrows(ConfigException.class, () -> new Servers(server()).compile(open));
    assertThrows(ConfigException.class, () -> new Services(server()).compile(open));
    assertThrows(ConfigException.class, () -> new Xadmin(server()).compile(open));
  }

  @Test
  void aPasswordFileThatOthersCanReadIsRefused() throws IOException {
    String line = Password.line(PASSWORD.toCharArray());
    for (String mode : List.of("rw-r-----", "rw----r--", "rw--w----")) {
      ServiceSpec service = guarded("xadmin", line, mode);
      ConfigException e =
          assertThrows(ConfigException.class, () -> new Xadmin(server()).compile(service));
      assertTrue(e.getMessage().contains("can be read or written by others"), e.getMessage());
    }
  }

  @Test
  void aPasswordFileThatIsNoneIsRefused() throws IOException {
    for (String text : List.of("", "# nothing\n", PASSWORD + "\n", "xadmin:x\n")) {
      ServiceSpec service = guarded("xadmin", text, "rw-------");
      assertThrows(ConfigException.class, () -> new Xadmin(server()).compile(service));
    }
    ServiceSpec missing =
        local("xadmin").attribute("admin_password_file", folder + "/nosuch").build();
    assertThrows(ConfigException.class, () -> new Xadmin(server()).compile(missing));
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("password"));
    ServiceSpec linked = local("xadmin").attribute("admin_password_file", link.toString()).build();
    assertThrows(ConfigException.class, () -> new Xadmin(server()).compile(linked));
    ServiceSpec relative = local("xadmin").attribute("admin_password_file", "password").build();
    assertThrows(ConfigException.class, () -> new Xadmin(server()).compile(relative));
  }

  @Test
  void aPasswordFileThatIsOpenedUpLaterLetsNobodyIn() throws Exception {
    ServiceSpec service = xadmin();
    Handler handler = new Xadmin(server()).compile(service);
    Path file = folder.resolve("password");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    assertFalse(Client.of(handler, service, PASSWORD + "\nhelp\n").contains("admin help"));
  }

  @Test
  void theOtherServicesAskForAPasswordWhenTheyHaveOne() throws Exception {
    ServiceSpec service = guarded("services", Password.line(PASSWORD.toCharArray()), "rw-------");
    Handler handler = new Services(server()).compile(service);
    assertEquals("Password: Wrong password\nPassword: ", Client.of(handler, service, "x\n"));
    assertTrue(Client.of(handler, service, PASSWORD + "\n").startsWith("Password: ftp tcp 21\n"));
  }
}
