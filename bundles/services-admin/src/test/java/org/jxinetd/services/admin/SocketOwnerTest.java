package org.jxinetd.services.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.ServiceSpec;

class SocketOwnerTest {
  private static final Endpoint CLIENT = new Endpoint(Address.inet(0x7f000001), 40000);
  private static final Endpoint HERE = new Endpoint(Address.inet(0x7f000001), 9099);
  private static final String PAIR = "0100007F:9C40 0100007F:238B";

  @TempDir Path tables;
  @TempDir Path descriptors;
  private SocketOwner owner;

  @BeforeEach
  void open() {
    owner = new SocketOwner(tables, descriptors);
  }

  private void line(String table, String pair, String uid, String inode) throws IOException {
    Files.writeString(
        tables.resolve(table),
        "  sl  local_address ...\n   7: "
            + pair
            + " 01 00000000:00000000 00:00000000 00000000 "
            + uid
            + "        0 "
            + inode
            + " 1 0000000000000000 20 4 30 10 -1\n");
  }

  @Test
  void tellsWhoOpenedTheClientsSocket() throws IOException {
    line("tcp", PAIR, "1000", "4711");
    assertEquals(Optional.of(1000), owner.of(CLIENT, HERE));
    Endpoint mapped = new Endpoint(Address.parse("::ffff:127.0.0.1").orElseThrow(), 40000);
    Endpoint mappedHere = new Endpoint(Address.parse("::ffff:127.0.0.1").orElseThrow(), 9099);
    assertEquals(Optional.of(1000), owner.of(mapped, mappedHere));
  }

  @Test
  void knowsSocketsOfIpv6() throws IOException {
    String one = "00000000000000000000000001000000";
    line("tcp6", one + ":9C40 " + one + ":238B", "1001", "4711");
    Address loopback = Address.parse("::1").orElseThrow();
    assertEquals(
        Optional.of(1001), owner.of(new Endpoint(loopback, 40000), new Endpoint(loopback, 9099)));
  }

  @Test
  void aSocketThatIsClosedIsNobodysThoughTheKernelSaysRoot() throws IOException {
    line("tcp", PAIR, "0", "0");
    assertEquals(Optional.empty(), owner.of(CLIENT, HERE));
  }

  @Test
  void aClientOfAnotherHostAndTheServicesOwnEndAreNobodys() throws IOException {
    line("tcp", "0100007F:238B 0100007F:9C40", "0", "4711");
    assertEquals(Optional.empty(), owner.of(CLIENT, HERE));
  }

  @Test
  void aRelayOfTheDaemonIsNobody() throws IOException {
    line("tcp", PAIR, "0", "4711");
    assertEquals(Optional.of(0), owner.of(CLIENT, HERE));
    Files.createSymbolicLink(descriptors.resolve("9"), Path.of("socket:[4711]"));
    assertEquals(Optional.empty(), owner.of(CLIENT, HERE));
  }

  @Test
  void findsARealConnection() throws IOException {
    SocketOwner real = new SocketOwner(Path.of("/proc/net"), descriptors);
    InetAddress here = InetAddress.ofLiteral("127.0.0.1");
    try (ServerSocket server = new ServerSocket(0, 1, here);
        Socket client = new Socket(here, server.getLocalPort())) {
      Endpoint from = new Endpoint(Address.inet(0x7f000001), client.getLocalPort());
      Endpoint to = new Endpoint(Address.inet(0x7f000001), server.getLocalPort());
      int uid = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
      assertEquals(Optional.of(uid), real.of(from, to));
    }
  }

  private static ServiceSpec service(String... users) {
    return ServiceSpec.builder("pid", "xadmin").attribute("admin_users", users).build();
  }

  @Test
  void letsInOnlyWhoIsListed() throws Exception {
    line("tcp", PAIR, "1000", "4711");
    Users listed = Users.of(service("root", "1000"), owner).orElseThrow();
    assertEquals(Optional.empty(), listed.refusal(CLIENT, HERE));
    Users others = Users.of(service("root"), owner).orElseThrow();
    assertEquals(Optional.of("its user 1000 is not listed"), others.refusal(CLIENT, HERE));
    Endpoint remote = new Endpoint(Address.inet(0x0a000009), 40000);
    assertEquals(Optional.of("it is no user of this host"), listed.refusal(remote, HERE));
  }

  @Test
  void refusesListsThatNameNobody() {
    ConfigException e =
        assertThrows(ConfigException.class, () -> Users.of(service("nosuchuser"), owner));
    assertTrue(e.getMessage().contains("Unknown user: nosuchuser"), e.getMessage());
    assertThrows(ConfigException.class, () -> Users.of(service("65534"), owner));
  }
}
