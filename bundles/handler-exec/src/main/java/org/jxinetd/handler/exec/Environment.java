package org.jxinetd.handler.exec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.Token;

/**
 * The environment of a server: the daemon's, or what {@code passenv} names of it, then {@code env},
 * then what the session adds. REMOTE_HOST is always the session's, as in xinetd; the other names of
 * the session are its own unless {@code env} sets them.
 *
 * @param fixed what is the same for every client, as {@code NAME=value}
 * @param own names of the session's that {@code env} sets
 */
record Environment(List<String> fixed, Set<String> own) {

  private static final String REMOTE_HOST = "REMOTE_HOST";
  private static final String REMOTE_PORT = "REMOTE_PORT";
  private static final String LOCAL_ADDR = "LOCAL_ADDR";
  private static final String LOCAL_PORT = "LOCAL_PORT";
  private static final String SERVICE_ID = "SERVICE_ID";
  private static final Set<String> SESSION =
      Set.of(REMOTE_HOST, REMOTE_PORT, LOCAL_ADDR, LOCAL_PORT, SERVICE_ID);

  /** Between the service manager and the daemon: a server must not speak for it. */
  private static final Set<String> OF_THE_MANAGER =
      Set.of(
          "LISTEN_PID",
          "LISTEN_FDS",
          "LISTEN_FDNAMES",
          "NOTIFY_SOCKET",
          "WATCHDOG_PID",
          "WATCHDOG_USEC",
          "JXINETD_SUCCESSOR");

  static final Environment EMPTY = new Environment(List.of(), Set.of());

  Environment {
    fixed = List.copyOf(fixed);
    own = Set.copyOf(own);
  }

  /**
   * Reads the attributes of a service.
   *
   * @param daemon the daemon's own environment
   */
  static Environment of(ServiceSpec service, Map<String, String> daemon) throws ConfigException {
    Map<String, String> out = new LinkedHashMap<>();
    Optional<Attribute> passed = service.attribute("passenv");
    if (passed.isEmpty()) {
      out.putAll(daemon);
      out.keySet().removeAll(OF_THE_MANAGER);
    } else {
      for (String name : passed.get().words()) {
        if (daemon.containsKey(name)) {
          out.put(name, daemon.get(name));
        }
      }
    }
    out.keySet().removeAll(SESSION); // the session of whoever started the daemon is not ours
    Map<String, String> set = env(service);
    out.putAll(set);
    out.remove(REMOTE_HOST);
    set.remove(REMOTE_HOST);
    set.keySet().retainAll(SESSION);
    return new Environment(
        out.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList(), set.keySet());
  }

  private static Map<String, String> env(ServiceSpec service) throws ConfigException {
    Map<String, String> out = new LinkedHashMap<>();
    Optional<Attribute> set = service.attribute("env");
    for (Token token : set.map(Attribute::values).orElse(List.of())) {
      int equals = token.text().indexOf('=');
      if (equals < 0) {
        throw ConfigException.in(
            service, set.get(), "'" + token.text() + "' is not of the form NAME=value");
      }
      out.put(token.text().substring(0, equals), token.text().substring(equals + 1));
    }
    return out;
  }

  /**
   * What a session adds.
   *
   * @param changes of the rules that let the client in
   */
  Map<String, String> ofSession(Request request, Map<String, String> changes) {
    Map<String, String> out = new LinkedHashMap<>();
    out.put(SERVICE_ID, request.service().id());
    request.peer().ifPresent(peer -> out.put(REMOTE_PORT, Integer.toString(peer.port())));
    request
        .local()
        .ifPresent(
            local -> {
              out.put(LOCAL_ADDR, local.address().toString());
              out.put(LOCAL_PORT, Integer.toString(local.port()));
            });
    out.keySet().removeAll(own);
    out.putAll(changes);
    out.put(
        REMOTE_HOST,
        request.peer().map(Endpoint::address).map(Object::toString).orElse("<no address>"));
    return out;
  }
}
