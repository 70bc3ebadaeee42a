package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Addresses and interfaces that come and go under a service that is bound to them. */
@Tag("ours")
class InterfaceIT {
  @RegisterExtension final Workbench bench = new Workbench();
  private final int port = Ports.free();
  private Sandbox host;
  private Sandbox clients;

  InterfaceIT() throws IOException {}

  @BeforeEach
  void setUp() throws IOException {
    host = Sandbox.open();
    clients = Sandbox.open();
  }

  @AfterEach
  void tearDown() {
    clients.close();
    host.close();
  }

  /** A cable between the two: {@code ppp9} at the host. */
  private void plug() throws IOException {
    host.ip("link add ppp9 type veth peer name eth0");
    host.ip("link set eth0 netns " + clients.pid());
    host.ip("link set ppp9 up");
    clients.ip("link set eth0 up");
    clients.ip("addr add 10.77.0.2/24 dev eth0");
    clients.ip("addr add fd77::2/64 dev eth0 nodad");
  }

  private Daemon start(String... lines) throws IOException {
    String config = bench.defaults() + Conf.stream("hello", port, "/bin/echo", lines);
    return bench.start(config, Map.of(), host.prefix()).ready();
  }

  /** What a client sees: the service's answer, or nothing. */
  private String ask(Sandbox from, String address) throws IOException {
    return from.run(Tool.path("nc"), "-d", "-n", "-w", "2", address, Integer.toString(port))
        .output();
  }

  private void awaitServed(String address) throws IOException {
    Await.until("served at " + address, () -> ask(clients, address).equals("hi\n"));
  }

  @Test
  void followsAnInterfaceThroughAllItsAddresses() throws IOException {
    Daemon daemon = start("server_args = hi", "bind = ppp9", "flags = IPv6");
    daemon.log().await("service hello waits for interface ppp9");
    plug();
    host.ip("addr add 10.77.0.1/24 dev ppp9");
    awaitServed("10.77.0.1");
    host.ip("addr del 10.77.0.1/24 dev ppp9");
    host.ip("addr add 10.77.0.5/24 dev ppp9");
    host.ip("addr add fd77::5/64 dev ppp9 nodad");
    awaitServed("10.77.0.5");
    awaitServed("fd77::5");
    assertEquals("", ask(host, "127.0.0.1"), "through another interface");
    host.ip("link del ppp9");
    daemon.log().await("service hello: interface ppp9 has gone");
    plug();
    host.ip("addr add 10.77.0.9/24 dev ppp9");
    awaitServed("10.77.0.9");
    daemon.stopCleanly();
  }

  @Test
  void waitsForAnAddress() throws IOException {
    plug();
    Daemon daemon = start("server_args = hi", "bind = 10.77.0.7");
    daemon.log().await("service hello: this host does not have the address 10\\.77\\.0\\.7 now");
    host.ip("addr add 10.77.0.6/24 dev ppp9");
    assertEquals("", ask(clients, "10.77.0.6"));
    host.ip("addr add 10.77.0.7/24 dev ppp9");
    awaitServed("10.77.0.7");
    assertEquals("", ask(clients, "10.77.0.6"), "another address");
    daemon.stopCleanly();
  }
}
