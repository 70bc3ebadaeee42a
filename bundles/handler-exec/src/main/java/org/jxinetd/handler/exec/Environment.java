package org.jxinetd.handler.exec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.Token;

/**
 * The environment of a server: the daemon's, or what {@code passenv} names of it, then {@code env}.
 */
final class Environment {

  private static final String REMOTE_HOST = "REMOTE_HOST";

  private Environment() {}

  /** What is the same for every client, as {@code NAME=value}. */
  static List<String> of(ServiceSpec service, Map<String, String> daemon) throws ConfigException {
    Map<String, String> out = new LinkedHashMap<>();
    Optional<Attribute> passed = service.attribute("passenv");
    if (passed.isEmpty()) {
      out.putAll(daemon);
    } else {
      for (String name : passed.get().words()) {
        if (daemon.containsKey(name)) {
          out.put(name, daemon.get(name));
        }
      }
    }
    Optional<Attribute> set = service.attribute("env");
    if (set.isPresent()) {
      for (Token token : set.get().values()) {
        int equals = token.text().indexOf('=');
        if (equals < 0) {
          throw ConfigException.in(
              service, set.get(), "'" + token.text() + "' is not of the form NAME=value");
        }
        out.put(token.text().substring(0, equals), token.text().substring(equals + 1));
      }
    }
    out.remove(REMOTE_HOST);
    return List.copyOf(out.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
  }

  /** What a client adds; its address wins over everything else of that name. */
  static Map<String, String> ofClient(Optional<Endpoint> peer, Map<String, String> changes) {
    Map<String, String> out = new LinkedHashMap<>(changes);
    out.put(REMOTE_HOST, peer.map(p -> p.address().toString()).orElse("<no address>"));
    return out;
  }
}
