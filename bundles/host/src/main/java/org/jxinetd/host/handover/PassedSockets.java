package org.jxinetd.host.handover;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.SocketType;
import org.jxinetd.host.SocketStore;
import org.jxinetd.linux.Fd;
import org.jxinetd.linux.Inherited;
import org.jxinetd.linux.OsException;
import org.jxinetd.linux.Sockets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The descriptors that this process was started with, by the rules of sd_listen_fds(3): {@code
 * LISTEN_FDS} says how many there are from 3 on, {@code LISTEN_PID} for whom, {@code
 * LISTEN_FDNAMES} their names.
 *
 * @param sockets in the order of their numbers, with their names
 * @param predecessor the channel to the process whose place this one takes
 */
record PassedSockets(List<Named> sockets, Optional<Fd> predecessor) {

  private static final Logger LOG = LoggerFactory.getLogger(PassedSockets.class);

  /** The name of the channel among the descriptors. */
  static final String CHANNEL = "jxinetd-predecessor";

  private static final int FIRST = 3;
  private static final int MOST = 65_536;

  record Named(Fd fd, String name) {}

  static PassedSockets take(Map<String, String> environment, long pid) {
    List<Named> sockets = new ArrayList<>();
    Optional<Fd> predecessor = Optional.empty();
    int count = number(environment, "LISTEN_FDS");
    if (count == 0 || number(environment, "LISTEN_PID") != pid) {
      return new PassedSockets(sockets, predecessor);
    }
    String[] names = environment.getOrDefault("LISTEN_FDNAMES", "").split(":", -1);
    for (int i = 0; i < Math.min(count, MOST); i++) {
      String name = i < names.length ? names[i] : "";
      try {
        Fd fd = Inherited.take(FIRST + i);
        if (name.equals(CHANNEL)) {
          predecessor = Optional.of(fd);
        } else {
          sockets.add(new Named(fd, name));
        }
      } catch (OsException e) {
        LOG.error("LISTEN_FDS = {}, but {}", count, e.getMessage());
      }
    }
    return new PassedSockets(List.copyOf(sockets), predecessor);
  }

  private static int number(Map<String, String> environment, String name) {
    String text = environment.getOrDefault(name, "0");
    if (!text.matches("[0-9]{1,9}")) {
      LOG.warn("{} = {} is no number; no sockets are taken over", name, text);
      return 0;
    }
    return Integer.parseInt(text);
  }

  /** Puts the sockets of a service manager into the store, by the address that each is bound to. */
  void into(SocketStore store) {
    for (Named named : sockets) {
      try {
        Optional<Inherited.Kind> kind = Inherited.kind(named.fd());
        if (kind.isEmpty() || (kind.get().type() == SocketType.STREAM && !kind.get().listening())) {
          LOG.error(
              "{} that was passed on as '{}' is no listening internet socket; it is closed",
              named.fd(),
              named.name());
          named.fd().close();
          continue;
        }
        Endpoint local = Sockets.local(named.fd());
        Inherited.Kind what = kind.get();
        SocketStore.Key key =
            new SocketStore.Key(
                what.family(), what.type(), what.protocol(), local.address(), local.port(), "");
        store.inherit(key, named.fd(), named.name());
        LOG.info("socket '{}' on {} was passed on", named.name(), local);
      } catch (OsException e) {
        LOG.error("socket '{}' cannot be used: {}", named.name(), e.getMessage());
        named.fd().close();
      }
    }
  }
}
