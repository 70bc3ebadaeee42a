package org.jxinetd.config.inetd;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jxinetd.api.service.Family;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.Token;

/**
 * One service of inetd.conf.
 *
 * @param name service name, or a port number
 * @param bind the address in front of the name
 * @param rpcVersion {@code N} or {@code N-M}; empty for services that are none of RPC
 * @param protocol as in /etc/protocols
 * @param family that a protocol such as {@code tcp6} asks for
 * @param group behind the user's name
 * @param server path; empty for a service of the daemon itself
 * @param arguments argv, the program's name first; possibly none
 */
record InetdLine(
    Origin origin,
    Token name,
    Optional<String> bind,
    Optional<String> rpcVersion,
    Token socketType,
    String protocol,
    Optional<Family> family,
    boolean waits,
    Limits limits,
    Token user,
    Optional<Token> group,
    Optional<Token> server,
    List<Token> arguments) {

  /**
   * What stands behind {@code wait} or {@code nowait}.
   *
   * @param perMinute starts within 60 seconds, as in {@code nowait.40}
   * @param servers at one time, as in {@code nowait/10}
   * @param perSource servers at one time for one client, as in {@code nowait/10/0/3}
   */
  record Limits(OptionalInt perMinute, OptionalInt servers, OptionalInt perSource) {
    static final Limits NONE =
        new Limits(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());
  }

  InetdLine {
    arguments = List.copyOf(arguments);
  }

  boolean internal() {
    return server.isEmpty();
  }

  boolean rpc() {
    return rpcVersion.isPresent();
  }

  /** Whether the name is a number that stands for itself. */
  boolean numeric() {
    return name.text().matches("[0-9]{1,5}");
  }

  /** The id of a built-in service: without it echo over TCP and over UDP would be one. */
  String internalId() {
    return name.text() + "-" + socketType.text();
  }

  /** Whether the program is called by the name of its file, as xinetd does by itself. */
  boolean namedLikeServer() {
    return arguments.isEmpty()
        || baseName(arguments.getFirst().text()).equals(baseName(server.orElseThrow().text()));
  }

  /** TCP wrappers' own daemon, which starts another one. */
  boolean wrapped() {
    return server.filter(path -> baseName(path.text()).equals("tcpd")).isPresent()
        && !arguments.isEmpty();
  }

  /** The same service without tcpd in front; its daemon stands in a folder unless absolute. */
  Optional<InetdLine> unwrapped(Optional<String> folder) {
    Token program = arguments.getFirst();
    if (!program.text().startsWith("/") && folder.isEmpty()) {
      return Optional.empty();
    }
    String path =
        program.text().startsWith("/")
            ? program.text()
            : folder.get().replaceFirst("(?<=.)/$", "") + "/" + program.text();
    return Optional.of(
        new InetdLine(
            origin,
            name,
            bind,
            rpcVersion,
            socketType,
            protocol,
            family,
            waits,
            limits,
            user,
            group,
            Optional.of(new Token(path, program.origin())),
            arguments));
  }

  static String baseName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
