package org.jxinetd.handler.redirect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.Token;

/**
 * Where clients are relayed to.
 *
 * @param host as written: a numeric address or a name
 * @param address of a numeric host; a name is looked up for each client
 * @param port 1 to 65535
 */
record Target(String host, Optional<Address> address, int port) {

  private static final int MOST = 16;
  private static final int LONGEST_NAME = 253;

  /** Reads {@code redirect = HOST PORT [HOST PORT]...}; says everything that is wrong. */
  static List<Target> parse(ServiceSpec service, Attribute redirect, TcpServices services)
      throws ConfigException {
    List<Token> words = redirect.values();
    if (words.isEmpty() || words.size() % 2 != 0 || words.size() > 2 * MOST) {
      throw ConfigException.in(
          service,
          redirect,
          "wrong number of values; expected HOST PORT, up to " + MOST + " times");
    }
    String consequence = "service " + service.id() + " not started";
    List<Problem> problems = new ArrayList<>();
    List<Target> targets = new ArrayList<>();
    for (int i = 0; i < words.size(); i += 2) {
      Token host = words.get(i);
      Token port = words.get(i + 1);
      Optional<Address> address = Address.parse(host.text());
      if (address.isEmpty() && !isName(host.text())) {
        String message = "bad address: " + host.text();
        problems.add(Problem.error(host.origin(), redirect.name(), message, consequence));
      }
      try {
        targets.add(new Target(host.text(), address, port(port.text(), services)));
      } catch (IllegalArgumentException invalid) {
        problems.add(
            Problem.error(port.origin(), redirect.name(), invalid.getMessage(), consequence));
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return List.copyOf(targets);
  }

  /** A name of a host: what is all digits and dots, or has a colon, was meant as an address. */
  private static boolean isName(String host) {
    return host.length() <= LONGEST_NAME
        && host.chars().allMatch(c -> Character.isLetterOrDigit(c) || "-._".indexOf(c) >= 0)
        && !host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
  }

  private static int port(String word, TcpServices services) {
    if (word.chars().allMatch(c -> c >= '0' && c <= '9')) {
      if (word.length() > 9 || Integer.parseInt(word) > 65535) {
        throw new IllegalArgumentException("port number too large: " + word);
      }
      if (Integer.parseInt(word) == 0) {
        throw new IllegalArgumentException("port number invalid: " + word);
      }
      return Integer.parseInt(word);
    }
    OptionalInt named = services.port(word);
    if (named.isEmpty()) {
      throw new IllegalArgumentException(
          "port number invalid: " + word + " is not in /etc/services for tcp");
    }
    return named.getAsInt();
  }
}
