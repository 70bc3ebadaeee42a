package org.jxinetd.host;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Family;
import org.jxinetd.api.service.SocketType;
import org.jxinetd.linux.Fd;

/**
 * Keeps listening sockets open while the services that use them change hands: a service that stops
 * leaves its socket here, the next one with the same key takes it over, clients queue in the kernel
 * meanwhile. Any thread.
 */
public final class SocketStore {

  /**
   * What makes two services share a socket.
   *
   * @param address the address bound to, {@link Address#isAny() any} for all
   * @param port the port asked for
   * @param owner PID of the service where the kernel chose the port (port 0), otherwise empty
   */
  public record Key(
      Family family, SocketType type, int protocol, Address address, int port, String owner) {}

  private final Map<Key, Fd> parked = new HashMap<>();

  /** Takes a parked socket over; the caller owns it from now on. */
  public synchronized Optional<Fd> claim(Key key) {
    return Optional.ofNullable(parked.remove(key));
  }

  /** Leaves a socket here, still listening. */
  public synchronized void park(Key key, Fd socket) {
    Fd before = parked.put(key, socket);
    if (before != null && before != socket) {
      before.close();
    }
  }

  /** Closes what nobody has claimed. */
  public void closeUnclaimed() {
    for (Fd socket : takeAll()) {
      socket.close();
    }
  }

  private synchronized List<Fd> takeAll() {
    List<Fd> all = new ArrayList<>(parked.values());
    parked.clear();
    return all;
  }

  /** Number of sockets that wait for a claim. */
  public synchronized int size() {
    return parked.size();
  }
}
