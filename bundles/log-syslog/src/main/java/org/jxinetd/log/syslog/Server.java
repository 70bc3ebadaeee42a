package org.jxinetd.log.syslog;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.ServiceSpec;

/**
 * A syslog server of the network: {@code udp://HOST[:PORT]}, {@code tcp://} or {@code tls://}.
 *
 * @param authority file with the certificates that a TLS server's must descend from; empty for
 *     those that Java trusts
 */
record Server(Transport transport, String host, int port, Optional<Path> authority) {

  /** With the ports of RFC 5426, RFC 6587 and RFC 5425. */
  enum Transport {
    UDP(514),
    TCP(601),
    TLS(6514);

    private final int port;

    Transport(int port) {
      this.port = port;
    }
  }

  static Server parse(ServiceSpec service, Attribute logType, String word) throws ConfigException {
    try {
      URI uri = new URI(word);
      Transport transport =
          Transport.valueOf(String.valueOf(uri.getScheme()).toUpperCase(Locale.ROOT));
      String query = uri.getQuery() == null ? "" : uri.getQuery();
      boolean plain =
          uri.getHost() != null
              && uri.getUserInfo() == null
              && uri.getFragment() == null
              && String.valueOf(uri.getPath()).isEmpty()
              && (query.isEmpty() || (query.startsWith("ca=/") && transport == Transport.TLS));
      if (plain && uri.getPort() != 0 && uri.getPort() < 65536) {
        return new Server(
            transport,
            uri.getHost().replaceAll("^\\[(.*)]$", "$1"),
            uri.getPort() < 0 ? transport.port : uri.getPort(),
            query.isEmpty() ? Optional.empty() : Optional.of(Path.of(query.substring(3))));
      }
    } catch (URISyntaxException | IllegalArgumentException malformed) {
      // said below, with what is expected
    }
    throw ConfigException.in(
        service,
        logType,
        "not a syslog server: '"
            + word
            + "'; expected udp://HOST[:PORT], tcp://HOST[:PORT] or tls://HOST[:PORT][?ca=/FILE]");
  }

  @Override
  public String toString() {
    return transport.name().toLowerCase(Locale.ROOT)
        + "://"
        + (host.indexOf(':') >= 0 ? "[" + host + "]" : host)
        + ":"
        + port;
  }
}
