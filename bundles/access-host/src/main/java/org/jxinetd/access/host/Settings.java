package org.jxinetd.access.host;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jxinetd.api.service.Address;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The settings as values; one that is wrong is said and left at its default. */
record Settings(Duration timeLimit, List<InetSocketAddress> servers, Path hosts, Path nameSwitch) {

  private static final Logger LOG = LoggerFactory.getLogger(Settings.class);
  private static final String PID = "org.jxinetd.access.host";
  private static final Duration USUAL_LIMIT = Duration.ofSeconds(2);

  static Settings of(HostSettings from) {
    return of(from.time_limit(), from.servers(), from.hosts_file(), from.nsswitch_file());
  }

  static Settings of(String limit, String servers, String hosts, String nameSwitch) {
    return new Settings(
        timeLimit(limit),
        servers(servers),
        path("hosts.file", hosts, "/etc/hosts"),
        path("nsswitch.file", nameSwitch, "/etc/nsswitch.conf"));
  }

  static Duration timeLimit(String text) {
    if (text.strip().matches("[0-9]{1,2}(\\.[0-9]{1,3})?")) {
      Duration limit = Duration.ofMillis(Math.round(Double.parseDouble(text.strip()) * 1000));
      if (limit.toMillis() >= 100 && limit.toMillis() <= 30_000) {
        return limit;
      }
    }
    LOG.error(
        "{}: time.limit: '{}' is not a number of seconds from 0.1 to 30; 2 counts", PID, text);
    return USUAL_LIMIT;
  }

  private static List<InetSocketAddress> servers(String text) {
    List<InetSocketAddress> servers = new ArrayList<>();
    for (String word : text.strip().split("[\\s,]+")) {
      Optional<InetSocketAddress> server = server(word);
      if (server.isPresent()) {
        servers.add(server.get());
      } else if (!word.isEmpty()) {
        LOG.error("{}: servers: '{}' is not an address or address:port; left out", PID, word);
      }
    }
    return List.copyOf(servers);
  }

  /** {@code 192.0.2.1}, {@code 192.0.2.1:5353}, {@code 2001:db8::1}, {@code [2001:db8::1]:5353}. */
  static Optional<InetSocketAddress> server(String word) {
    String host = word;
    int port = 53;
    int colon = word.lastIndexOf(':');
    boolean withPort = colon > 0 && (word.startsWith("[") || word.indexOf(':') == colon);
    if (withPort && word.substring(colon + 1).matches("[0-9]{1,5}")) {
      port = Integer.parseInt(word.substring(colon + 1));
      host = word.substring(0, colon);
    }
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    String literal = host;
    return port < 1 || port > 65_535 ? Optional.empty() : numeric(literal).map(new Port(port)::of);
  }

  private record Port(int number) {
    InetSocketAddress of(InetAddress address) {
      return new InetSocketAddress(address, number);
    }
  }

  /** A scope may be the name of an interface, as in resolv.conf. */
  private static Optional<InetAddress> numeric(String text) {
    int scope = text.indexOf('%');
    if (Address.parse(scope < 0 ? text : text.substring(0, scope)).isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException noSuchInterface) {
      return Optional.empty();
    }
  }

  private static Path path(String key, String text, String usual) {
    try {
      Path path = Path.of(text.strip());
      if (path.isAbsolute()) {
        return path;
      }
    } catch (InvalidPathException noPath) {
      // said below, like a path that is not absolute
    }
    LOG.error("{}: {}: '{}' is not an absolute path; {} counts", PID, key, text, usual);
    return Path.of(usual);
  }
}
