package org.jxinetd.host;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Family;
import org.jxinetd.api.service.SocketType;
import org.jxinetd.linux.Fd;

/**
 * Knows the listening sockets of all services, and keeps them open while the services change hands:
 * a service that stops leaves its socket here, the next one with the same key takes it over,
 * clients queue in the kernel meanwhile. Sockets that the process was started with lie here from
 * the beginning. Any thread.
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

  /**
   * A socket with its key.
   *
   * @param name what the giver of an inherited socket calls it; empty for others
   */
  public record Held(Key key, Fd socket, String name) {}

  private final Map<Key, Held> parked = new LinkedHashMap<>();
  private final Map<Key, Held> used = new LinkedHashMap<>();

  /** Takes a parked socket over; the caller owns it from now on. */
  public synchronized Optional<Fd> claim(Key key) {
    return Optional.ofNullable(parked.remove(key)).map(this::use);
  }

  /**
   * Takes over an inherited socket by its name, whatever its address.
   *
   * @return empty when there is none of that name and type
   */
  public synchronized Optional<Held> claim(String name, SocketType type) {
    for (Held held : parked.values()) {
      if (held.key().type() == type && held.name().equalsIgnoreCase(name)) {
        parked.remove(held.key());
        use(held);
        return Optional.of(held);
      }
    }
    return Optional.empty();
  }

  private Fd use(Held held) {
    used.put(held.key(), held);
    return held.socket();
  }

  /** Makes a socket known that its service has opened itself. */
  public synchronized void opened(Key key, Fd socket) {
    used.put(key, new Held(key, socket, ""));
  }

  /** Leaves a socket here, still listening. */
  public synchronized void park(Key key, Fd socket) {
    Held was = used.remove(key);
    String name = was == null ? "" : was.name();
    Held before = parked.put(key, new Held(key, socket, name));
    if (before != null && before.socket() != socket) {
      before.socket().close();
    }
  }

  /** Puts a socket here that the process was started with. */
  public synchronized void inherit(Key key, Fd socket, String name) {
    Held before = parked.put(key, new Held(key, socket, name));
    if (before != null) {
      before.socket().close();
    }
  }

  /**
   * Closes the sockets that wait here and keep a new one from its port: a service that goes from
   * all addresses to one, or back, cannot have both open. Two services that run side by side on one
   * port have addresses of their own and are not concerned.
   *
   * @return whether there was any
   */
  public synchronized boolean giveWay(Key wanted) {
    List<Held> inTheWay = new ArrayList<>();
    for (Held held : parked.values()) {
      Key key = held.key();
      boolean samePort =
          key.type() == wanted.type()
              && key.protocol() == wanted.protocol()
              && key.port() == wanted.port()
              && key.port() != 0;
      if (samePort && (key.address().isAny() || wanted.address().isAny())) {
        inTheWay.add(held);
      }
    }
    for (Held held : inTheWay) {
      parked.remove(held.key());
      held.socket().close();
    }
    return !inTheWay.isEmpty();
  }

  /**
   * Closes what nobody has claimed.
   *
   * @param spared sockets that are left alone
   * @return what was closed
   */
  public List<Held> closeUnclaimed(Set<Key> spared) {
    List<Held> unclaimed = takeParked(spared);
    unclaimed.forEach(held -> held.socket().close());
    return unclaimed;
  }

  private synchronized List<Held> takeParked(Set<Key> spared) {
    List<Held> taken = new ArrayList<>(parked.values());
    taken.removeIf(held -> spared.contains(held.key()));
    taken.forEach(held -> parked.remove(held.key()));
    return taken;
  }

  /** The keys of the sockets that wait for a claim. */
  public synchronized Set<Key> parked() {
    return Set.copyOf(parked.keySet());
  }

  /** Every socket that is open, whether a service uses it or it waits for one. */
  public synchronized List<Held> all() {
    List<Held> all = new ArrayList<>(used.values());
    all.addAll(parked.values());
    all.removeIf(held -> !held.socket().isOpen());
    return all;
  }

  /** Number of sockets that wait for a claim. */
  public synchronized int size() {
    return parked.size();
  }
}
