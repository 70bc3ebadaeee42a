package org.jxinetd.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Family;
import org.jxinetd.api.service.SocketType;
import org.jxinetd.linux.Fd;
import org.jxinetd.linux.LocalSockets;
import org.jxinetd.linux.OsException;

/** Which sockets make room for a new one; any descriptor serves. */
class SocketStoreTest {
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final Address ONE = Address.inet(0x7f000001);
  private static final Address OTHER = Address.inet(0x7f000002);

  private final SocketStore store = new SocketStore();

  private static SocketStore.Key key(SocketType type, int protocol, Address address, int port) {
    return new SocketStore.Key(Family.INET, type, protocol, address, port, "");
  }

  private static SocketStore.Key tcp(Address address, int port) {
    return key(SocketType.STREAM, TCP, address, port);
  }

  private Fd park(SocketStore.Key key) throws OsException {
    Fd socket = LocalSockets.openDatagram();
    store.park(key, socket);
    return socket;
  }

  @Test
  void aSocketOnAllAddressesGivesWayToOneAddressAndBack() throws OsException {
    Fd all = park(tcp(Address.ANY_INET, 7));
    assertTrue(store.giveWay(tcp(ONE, 7)));
    assertFalse(all.isOpen());
    Fd one = park(tcp(ONE, 7));
    Fd other = park(tcp(OTHER, 7));
    assertTrue(store.giveWay(tcp(Address.ANY_INET, 7)));
    assertFalse(one.isOpen() || other.isOpen());
    assertEquals(Set.of(), store.parked());
  }

  @Test
  void socketsSideBySideOnOnePortStay() throws OsException {
    try (Fd one = park(tcp(ONE, 7))) {
      assertFalse(store.giveWay(tcp(OTHER, 7)));
      assertTrue(one.isOpen());
      assertEquals(Set.of(tcp(ONE, 7)), store.parked());
    }
  }

  @Test
  void otherPortsProtocolsAndPortsOfTheKernelsChoiceStay() throws OsException {
    SocketStore.Key datagrams = key(SocketType.DGRAM, UDP, Address.ANY_INET, 7);
    try (Fd port = park(tcp(Address.ANY_INET, 8));
        Fd protocol = park(datagrams);
        Fd chosen = park(tcp(Address.ANY_INET, 0))) {
      assertFalse(store.giveWay(tcp(ONE, 7)));
      assertFalse(store.giveWay(tcp(ONE, 0)));
      assertTrue(port.isOpen() && protocol.isOpen() && chosen.isOpen());
    }
  }

  @Test
  void aSocketThatAServiceUsesIsLeftToIt() throws OsException {
    park(tcp(Address.ANY_INET, 7));
    try (Fd used = store.claim(tcp(Address.ANY_INET, 7)).orElseThrow()) {
      assertFalse(store.giveWay(tcp(ONE, 7)));
      assertTrue(used.isOpen());
    }
  }
}
