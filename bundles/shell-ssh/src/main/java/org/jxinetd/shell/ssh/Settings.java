package org.jxinetd.shell.ssh;

import java.net.InetAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.ServiceCompiler;

/**
 * How the remote shell was configured.
 *
 * @param addresses at least one
 * @param idleTime zero for no limit
 */
record Settings(
    Path authorizedKeys,
    List<InetAddress> addresses,
    int port,
    Duration idleTime,
    Duration loginTime,
    int maxSessions,
    int maxAuthTries) {

  static final String ADDRESS_DEFAULT = "127.0.0.1";
  static final int PORT_DEFAULT = 2222;
  static final int IDLE_DEFAULT = 600;
  static final int LOGIN_DEFAULT = 30;
  static final int SESSIONS_DEFAULT = 8;
  static final int TRIES_DEFAULT = 6;

  private static final String KEYS = "authorized_keys";
  private static final String ADDRESS = "address";
  private static final Set<String> KNOWN =
      Set.of(KEYS, ADDRESS, "port", "idle_time", "login_time", "max_sessions", "max_auth_tries");
  private static final int MOST_ADDRESSES = 16;
  private static final String CONSEQUENCE = "there is no remote shell";

  Settings {
    addresses = List.copyOf(addresses);
  }

  /** Whether strangers on the network can connect. */
  boolean isOpenToTheNetwork() {
    return !addresses.stream().allMatch(InetAddress::isLoopbackAddress);
  }

  /**
   * What was read.
   *
   * @param settings empty when something is wrong
   */
  record Reading(Optional<Settings> settings, List<Problem> problems) {}

  /** Reads a configuration; everything that is wrong is found at once. */
  static Reading read(String pid, Map<String, ?> properties) {
    Reader reader = new Reader(pid, properties);
    reader.refuseUnknownKeys();
    Path keys = reader.path();
    List<InetAddress> addresses = reader.addresses();
    int port = reader.number("port", 1, 65535, PORT_DEFAULT);
    int idle = reader.number("idle_time", 0, 86_400, IDLE_DEFAULT);
    int login = reader.number("login_time", 1, 600, LOGIN_DEFAULT);
    int sessions = reader.number("max_sessions", 1, 100, SESSIONS_DEFAULT);
    int tries = reader.number("max_auth_tries", 1, 20, TRIES_DEFAULT);
    if (!reader.problems.isEmpty()) {
      return new Reading(Optional.empty(), reader.problems);
    }
    return new Reading(
        Optional.of(
            new Settings(
                keys,
                addresses,
                port,
                Duration.ofSeconds(idle),
                Duration.ofSeconds(login),
                sessions,
                tries)),
        List.of());
  }

  /** Reads keys, and collects what is wrong with them. */
  private static final class Reader {
    private final String pid;
    private final Map<String, ?> properties;
    private final List<Problem> problems = new ArrayList<>();

    Reader(String pid, Map<String, ?> properties) {
      this.pid = pid;
      this.properties = properties;
    }

    /** A word that is mistyped here may have been meant to keep somebody out. */
    void refuseUnknownKeys() {
      Set<String> unknown = new TreeSet<>(Comparator.naturalOrder());
      for (String key : properties.keySet()) {
        boolean platforms =
            key.startsWith(".")
                || key.startsWith("service.")
                || key.startsWith("component.")
                || key.startsWith("felix.")
                || key.endsWith(".target");
        if (!platforms && !KNOWN.contains(key)) {
          unknown.add(key);
        }
      }
      unknown.forEach(
          key -> problem(key, "no such key; there are " + String.join(", ", new TreeSet<>(KNOWN))));
    }

    private String text(String key) {
      Object value = properties.get(key);
      return value == null ? "" : value.toString().strip();
    }

    Path path() {
      String text = text(KEYS);
      try {
        Path path = Path.of(text);
        if (!text.isEmpty() && path.isAbsolute()) {
          return path;
        }
      } catch (InvalidPathException invalid) {
        problem(KEYS, "\"" + text + "\" is no path: " + invalid.getReason());
        return Path.of("/");
      }
      problem(
          KEYS,
          text.isEmpty()
              ? "the path of the file with the keys that may log in is missing"
              : "\"" + text + "\" is not an absolute path");
      return Path.of("/");
    }

    List<InetAddress> addresses() {
      String text = text(ADDRESS);
      List<InetAddress> addresses = new ArrayList<>();
      for (String word : (text.isEmpty() ? ADDRESS_DEFAULT : text).split("[\\s,]+")) {
        try {
          addresses.add(InetAddress.ofLiteral(word));
        } catch (IllegalArgumentException notAnAddress) {
          problem(ADDRESS, "\"" + word + "\" is not an address (names are not looked up)");
        }
      }
      if (addresses.size() > MOST_ADDRESSES) {
        problem(ADDRESS, "there are more than " + MOST_ADDRESSES + " addresses");
      }
      return addresses;
    }

    int number(String key, int least, int most, int otherwise) {
      String text = text(key);
      if (text.isEmpty()) {
        return otherwise;
      }
      try {
        int number = Integer.parseInt(text);
        if (number >= least && number <= most) {
          return number;
        }
      } catch (NumberFormatException notANumber) {
        // said below, together with the range
      }
      problem(key, "\"" + text + "\" is not a whole number from " + least + " to " + most);
      return otherwise;
    }

    private void problem(String key, String message) {
      Object origin = properties.get(ServiceCompiler.ORIGIN_PREFIX + key);
      Object whole = properties.get(ServiceCompiler.ORIGIN_KEY);
      Origin at =
          origin != null
              ? Origin.parse(origin.toString())
              : whole != null ? Origin.parse(whole.toString()) : Origin.of(pid, 0);
      problems.add(Problem.error(at, key, message, CONSEQUENCE));
    }
  }
}
