package org.jxinetd.engine.listen;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.Family;
import org.jxinetd.api.service.Flag;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.ServiceType;
import org.jxinetd.api.service.SocketType;
import org.jxinetd.host.SocketStore;
import org.jxinetd.linux.Errno;
import org.jxinetd.linux.Fd;
import org.jxinetd.linux.OsException;
import org.jxinetd.linux.Sockets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service's socket, taken over from the store or opened.
 *
 * @param key what a later service must have in common to take it over
 * @param local the address it is bound to, with the port the kernel chose for port 0
 */
public record ListenSocket(SocketStore.Key key, Fd fd, Endpoint local) {

  private static final Logger LOG = LoggerFactory.getLogger(ListenSocket.class);
  private static final Duration RESOLVE_LIMIT = Duration.ofSeconds(5);

  /**
   * Opens the socket of a service.
   *
   * @throws ConfigException when that fails; the message names the address and the system's reason
   */
  public static ListenSocket open(ServiceSpec service, SocketStore store) throws ConfigException {
    Optional<Address> bind = bindAddress(service);
    Family family = family(service, bind);
    boolean insists = service.has(Flag.IPV6) && !service.has(Flag.IPV4);
    boolean mayFallBack = bind.isEmpty() && family == Family.INET6 && !insists;
    try {
      return open(service, store, family, bind);
    } catch (OsException e) {
      if (mayFallBack && (e.errno() == Errno.EAFNOSUPPORT || e.errno() == Errno.EADDRNOTAVAIL)) {
        LOG.warn("IPv6 socket creation failed for service {}, trying IPv4", service.id());
        return openIpv4(service, store);
      }
      throw failed(service, e);
    }
  }

  private static ListenSocket openIpv4(ServiceSpec service, SocketStore store)
      throws ConfigException {
    try {
      return open(service, store, Family.INET, Optional.empty());
    } catch (OsException e) {
      throw failed(service, e);
    }
  }

  private static ConfigException failed(ServiceSpec service, OsException e) {
    Origin origin =
        service
            .attribute("port")
            .or(() -> service.attribute("bind"))
            .map(Attribute::origin)
            .orElse(service.origin());
    return new ConfigException(
        List.of(
            Problem.error(
                origin,
                "port",
                e.getMessage() + ". service = " + service.id(),
                "service " + service.id() + " not started")));
  }

  private static ListenSocket open(
      ServiceSpec service, SocketStore store, Family family, Optional<Address> bind)
      throws OsException {
    Address address = bind.orElse(family == Family.INET ? Address.ANY_INET : Address.ANY_INET6);
    int port = service.port().orElse(0);
    SocketStore.Key key = key(service, family, bind);
    Optional<ListenSocket> kept = claim(key, service, store);
    if (kept.isPresent()) {
      return kept.get();
    }
    Fd fd = fresh(service, key, new Endpoint(address, port), store);
    ListenSocket socket = prepared(key, fd, service);
    store.opened(key, fd);
    return socket;
  }

  /**
   * Takes over the socket that an earlier incarnation of the service has left in the store, or that
   * the process was started with. Opens nothing.
   */
  public static Optional<ListenSocket> kept(ServiceSpec service, SocketStore store)
      throws ConfigException {
    if (store.size() == 0 || service.port().isEmpty()) {
      return Optional.empty();
    }
    Optional<Address> bind = bindAddress(service);
    try {
      return claim(key(service, family(service, bind), bind), service, store);
    } catch (OsException e) {
      throw failed(service, e);
    }
  }

  private static Optional<ListenSocket> claim(
      SocketStore.Key key, ServiceSpec service, SocketStore store) throws OsException {
    Optional<Fd> parked = store.claim(key);
    if (parked.isPresent()) {
      return Optional.of(prepared(key, parked.get(), service));
    }
    Optional<SocketStore.Held> named = store.claim(service.id(), service.socketType());
    if (named.isPresent()) {
      LOG.info("service {} takes the socket that was passed on under its name", service.id());
      return Optional.of(prepared(named.get().key(), named.get().socket(), service));
    }
    return Optional.empty();
  }

  private static ListenSocket prepared(SocketStore.Key key, Fd fd, ServiceSpec service)
      throws OsException {
    try {
      Sockets.nonBlocking(fd, !handsOver(service));
      return new ListenSocket(key, fd, Sockets.local(fd));
    } catch (OsException e) {
      fd.close();
      throw e;
    }
  }

  private static SocketStore.Key key(ServiceSpec service, Family family, Optional<Address> bind) {
    Address address = bind.orElse(family == Family.INET ? Address.ANY_INET : Address.ANY_INET6);
    int port = service.port().orElse(0);
    return new SocketStore.Key(
        family,
        service.socketType(),
        service.protocolNumber(),
        address,
        port,
        port == 0 ? service.pid() : "");
  }

  /** A socket of the same service with its address of before may stand in the way. */
  private static Fd fresh(ServiceSpec service, SocketStore.Key key, Endpoint at, SocketStore store)
      throws OsException {
    try {
      return fresh(service, key.family(), at);
    } catch (OsException e) {
      if (e.errno() != Errno.EADDRINUSE || !store.giveWay(key)) {
        throw e;
      }
      return fresh(service, key.family(), at);
    }
  }

  private static Fd fresh(ServiceSpec service, Family family, Endpoint at) throws OsException {
    Fd fd = Sockets.open(family, service.socketType(), service.protocolNumber());
    try {
      if (family == Family.INET6) {
        Sockets.v6Only(fd, service.yes("v6only", false));
      }
      Sockets.reuseAddress(fd, true);
      if (service.protocol().equals("tcp")) {
        if (service.has(Flag.NODELAY)) {
          Sockets.noDelay(fd, true);
        }
        if (service.has(Flag.KEEPALIVE)) {
          Sockets.keepAlive(fd, true);
        }
      }
      Sockets.bind(fd, at);
      if (listens(service.socketType())) {
        Sockets.listen(fd, Sockets.somaxconn());
      }
      return fd;
    } catch (OsException e) {
      fd.close();
      throw e;
    }
  }

  /** True when a server gets the socket itself; built-in services and traps leave it to us. */
  public static boolean handsOver(ServiceSpec service) {
    return service.waits() && !service.has(ServiceType.INTERNAL) && !service.has(Flag.SENSOR);
  }

  private static boolean listens(SocketType type) {
    return type == SocketType.STREAM || type == SocketType.SEQPACKET;
  }

  /** Refuses new clients until {@link #resume}; the port stays ours. */
  public void pause() throws OsException {
    if (listens(key.type())) {
      Sockets.stopListening(fd);
    }
  }

  public void resume() throws OsException {
    if (listens(key.type())) {
      Sockets.listen(fd, Sockets.somaxconn());
    }
  }

  private static Family family(ServiceSpec service, Optional<Address> bind) {
    if (bind.isPresent()) {
      return bind.get().family();
    }
    return service.has(Flag.IPV4) && !service.has(Flag.IPV6) ? Family.INET : Family.INET6;
  }

  /** The address of {@code bind}, in the family that the flags ask for. */
  private static Optional<Address> bindAddress(ServiceSpec service) throws ConfigException {
    Optional<Attribute> bind = service.attribute("bind").or(() -> service.attribute("interface"));
    if (bind.isEmpty()) {
      return Optional.empty();
    }
    String text = bind.get().text();
    Optional<Address> literal = Address.parse(text);
    Address address = literal.isPresent() ? literal.get() : resolve(service, bind.get(), text);
    boolean wantsInet = service.has(Flag.IPV4) && !service.has(Flag.IPV6);
    boolean wantsInet6 = service.has(Flag.IPV6) && !service.has(Flag.IPV4);
    if ((wantsInet && address.family() == Family.INET6)
        || (wantsInet6 && address.family() == Family.INET)) {
      throw ConfigException.in(
          service, bind.get(), text + " is not of the address family that flags ask for");
    }
    return Optional.of(address);
  }

  /** Resolves a host name; the system's resolver may take long, so it gets a limit. */
  private static Address resolve(ServiceSpec service, Attribute bind, String name)
      throws ConfigException {
    FutureTask<InetAddress[]> lookUp = new FutureTask<>(() -> InetAddress.getAllByName(name));
    Thread.ofVirtual().start(lookUp);
    try {
      InetAddress[] found = lookUp.get(RESOLVE_LIMIT.toSeconds(), TimeUnit.SECONDS);
      boolean wantsInet6 = service.has(Flag.IPV6) && !service.has(Flag.IPV4);
      for (InetAddress candidate : found) {
        if (wantsInet6 == (candidate.getAddress().length == 16)) {
          return Address.of(candidate.getAddress());
        }
      }
      return Address.of(found[0].getAddress());
    } catch (ExecutionException e) {
      String reason =
          e.getCause() instanceof UnknownHostException ? "unknown host" : e.getCause().getMessage();
      throw ConfigException.in(service, bind, "bad address given: " + name + " (" + reason + ")");
    } catch (TimeoutException e) {
      throw ConfigException.in(
          service, bind, name + " did not resolve within " + RESOLVE_LIMIT.toSeconds() + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ConfigException.in(service, bind, "interrupted while resolving " + name);
    }
  }
}
