package org.jxinetd.engine.listen;

import java.util.List;
import java.util.Optional;
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
import org.jxinetd.linux.SocketOptions;
import org.jxinetd.linux.Sockets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service's socket, taken over from the store or opened.
 *
 * @param key what a later service must have in common to take it over
 * @param local the address it is bound to, with the port the kernel chose for port 0
 * @param device the interface it is bound to
 */
public record ListenSocket(
    SocketStore.Key key, Fd fd, Endpoint local, Optional<Binding.Device> device) {

  private static final Logger LOG = LoggerFactory.getLogger(ListenSocket.class);

  /**
   * Opens the socket of a service.
   *
   * @param bind what its {@code bind} was found to mean
   * @throws ConfigException when that fails; the message names the address and the system's reason
   */
  public static ListenSocket open(ServiceSpec service, SocketStore store, Binding bind)
      throws ConfigException {
    Family family = family(service, bind);
    boolean insists = service.has(Flag.IPV6) && !service.has(Flag.IPV4);
    boolean mayFallBack = bind.address().isEmpty() && family == Family.INET6 && !insists;
    try {
      return open(service, store, family, bind);
    } catch (OsException e) {
      if (mayFallBack && (e.errno() == Errno.EAFNOSUPPORT || e.errno() == Errno.EADDRNOTAVAIL)) {
        LOG.warn("IPv6 socket creation failed for service {}, trying IPv4", service.id());
        return openIpv4(service, store, bind);
      }
      throw failed(service, e);
    }
  }

  private static ListenSocket openIpv4(ServiceSpec service, SocketStore store, Binding bind)
      throws ConfigException {
    try {
      return open(service, store, Family.INET, bind);
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
      ServiceSpec service, SocketStore store, Family family, Binding bind) throws OsException {
    SocketStore.Key key = key(service, family, bind);
    Optional<ListenSocket> kept = claim(key, service, store, bind);
    if (kept.isPresent()) {
      return kept.get();
    }
    Fd fd = fresh(service, key, bind, store);
    ListenSocket socket = prepared(key, fd, service, bind);
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
    Binding bind = Binding.of(service);
    try {
      return claim(key(service, family(service, bind), bind), service, store, bind);
    } catch (OsException e) {
      throw failed(service, e);
    }
  }

  private static Optional<ListenSocket> claim(
      SocketStore.Key key, ServiceSpec service, SocketStore store, Binding bind)
      throws OsException {
    Optional<Fd> parked = store.claim(key);
    if (parked.isPresent()) {
      return Optional.of(prepared(key, parked.get(), service, bind));
    }
    Optional<SocketStore.Held> named = store.claim(service.id(), service.socketType());
    if (named.isPresent()) {
      LOG.info("service {} takes the socket that was passed on under its name", service.id());
      return Optional.of(prepared(named.get().key(), named.get().socket(), service, bind));
    }
    return Optional.empty();
  }

  private static ListenSocket prepared(
      SocketStore.Key key, Fd fd, ServiceSpec service, Binding bind) throws OsException {
    try {
      Sockets.nonBlocking(fd, !handsOver(service));
      return new ListenSocket(key, fd, Sockets.local(fd), bind.device());
    } catch (OsException e) {
      fd.close();
      throw e;
    }
  }

  private static SocketStore.Key key(ServiceSpec service, Family family, Binding bind) {
    Address any = family == Family.INET ? Address.ANY_INET : Address.ANY_INET6;
    int port = service.port().orElse(0);
    String owner = port == 0 ? service.pid() : "";
    return new SocketStore.Key(
        family,
        service.socketType(),
        service.protocolNumber(),
        bind.address().orElse(any),
        port,
        bind.device().map(device -> owner + "%" + device.name()).orElse(owner));
  }

  /** A socket of the same service with its address of before may stand in the way. */
  private static Fd fresh(ServiceSpec service, SocketStore.Key key, Binding bind, SocketStore store)
      throws OsException {
    try {
      return fresh(service, key, bind);
    } catch (OsException e) {
      if (e.errno() != Errno.EADDRINUSE || !store.giveWay(key)) {
        throw e;
      }
      return fresh(service, key, bind);
    }
  }

  private static Fd fresh(ServiceSpec service, SocketStore.Key key, Binding bind)
      throws OsException {
    Family family = key.family();
    Fd fd = Sockets.open(family, service.socketType(), service.protocolNumber());
    try {
      if (family == Family.INET6) {
        SocketOptions.v6Only(fd, service.yes("v6only", false));
      }
      SocketOptions.reuseAddress(fd, true);
      if (service.protocol().equals("tcp")) {
        if (service.has(Flag.NODELAY)) {
          SocketOptions.noDelay(fd, true);
        }
        if (service.has(Flag.KEEPALIVE)) {
          SocketOptions.keepAlive(fd, true);
        }
      }
      if (bind.device().isPresent()) {
        SocketOptions.bindToDevice(fd, bind.device().get().name());
      }
      bind(fd, service, new Endpoint(key.address(), key.port()));
      if (listens(service.socketType())) {
        Sockets.listen(fd, Sockets.somaxconn());
      }
      return fd;
    } catch (OsException e) {
      fd.close();
      throw e;
    }
  }

  /** An address that is not there yet is waited for by the kernel. */
  private static void bind(Fd fd, ServiceSpec service, Endpoint at) throws OsException {
    try {
      Sockets.bind(fd, at);
    } catch (OsException e) {
      if (e.errno() != Errno.EADDRNOTAVAIL || at.address().isAny()) {
        throw e;
      }
      SocketOptions.freeBind(fd, at.address().family());
      Sockets.bind(fd, at);
      LOG.warn(
          "service {}: this host does not have the address {} now; clients are served when it has",
          service.id(),
          at.address());
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

  private static Family family(ServiceSpec service, Binding bind) {
    if (bind.address().isPresent()) {
      return bind.address().get().family();
    }
    return service.has(Flag.IPV4) && !service.has(Flag.IPV6) ? Family.INET : Family.INET6;
  }
}
