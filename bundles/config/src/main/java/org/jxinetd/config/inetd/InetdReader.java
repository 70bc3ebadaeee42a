package org.jxinetd.config.inetd;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jxinetd.api.service.Family;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.Token;
import org.jxinetd.config.text.Findings;
import org.jxinetd.config.text.Lines;

/**
 * Reads the lines of an inetd.conf: {@code name socket-type protocol wait user server argv...}. A
 * line that cannot be used is reported and left out.
 */
final class InetdReader {

  private static final List<String> FIELDS =
      List.of("service name", "socket type", "protocol", "wait/nowait", "user[.group]", "server");
  private static final List<String> SOCKET_TYPES = List.of("stream", "dgram", "raw", "seqpacket");

  private final Findings findings;
  private List<Token> words = List.of();

  InetdReader(Findings findings) {
    this.findings = findings;
  }

  List<InetdLine> read(String source, String text) {
    List<InetdLine> out = new ArrayList<>();
    Lines lines = new Lines(source, text);
    while (lines.next()) {
      words = lines.words();
      if (lines.hasNul()) {
        bad(words.getFirst(), "holds a NUL byte");
      } else {
        line().ifPresent(out::add);
      }
    }
    return out;
  }

  private Optional<InetdLine> line() {
    if (words.size() < FIELDS.size()) {
      return bad(words.getFirst(), FIELDS.get(words.size()) + " missing");
    }
    Token type = words.get(1);
    if (!SOCKET_TYPES.contains(type.text())) {
      return bad(
          type, "'" + type.text() + "' is no socket type; sockets of the file system are not read");
    }
    String waiting = words.get(3).text();
    boolean waits = waiting.matches("wait([./].*)?");
    if (!waits && !waiting.matches("nowait([./].*)?")) {
      return bad(words.get(3), "Bad value for wait: " + waiting);
    }
    Optional<InetdLine.Limits> limits = limits(waiting);
    if (limits.isEmpty()) {
      return bad(words.get(3), "Bad value for wait: " + waiting);
    }
    Optional<Transport> transport = transport(words.get(2));
    if (transport.isEmpty()) {
      return Optional.empty();
    }
    return service(type, transport.get(), waits, limits.get());
  }

  private Optional<InetdLine> service(
      Token type, Transport transport, boolean waits, InetdLine.Limits limits) {
    Token first = words.getFirst();
    Optional<String> version = Optional.empty();
    Optional<String> bind = Optional.empty();
    String name = first.text();
    int slash = name.indexOf('/');
    if (transport.rpc()) {
      if (slash <= 0 || !name.substring(slash + 1).matches("[0-9]{1,9}(-[0-9]{1,9})?")) {
        return bad(first, "an RPC service needs its version: NAME/N or NAME/N-M");
      }
      version = Optional.of(name.substring(slash + 1));
      name = name.substring(0, slash);
    } else {
      int colon = name.lastIndexOf(':');
      if (colon > 0 && colon < name.length() - 1) {
        String address = name.substring(0, colon).replaceAll("^\\[(.*)]$", "$1");
        bind = Optional.of(address).filter(a -> !a.equals("*"));
        name = name.substring(colon + 1);
      }
    }
    Token user = words.get(4);
    Token server = words.get(5);
    boolean internal = server.text().equals("internal");
    if (internal && transport.rpc()) {
      return bad(server, "there are no internal RPC services");
    }
    int split = separator(user.text());
    if (split == 0 || user.text().equals(".")) {
      return bad(user, "user[.group] names no user");
    }
    Optional<Token> group =
        split < 0 || split == user.text().length() - 1
            ? Optional.empty()
            : Optional.of(new Token(user.text().substring(split + 1), user.origin()));
    return Optional.of(
        new InetdLine(
            first.origin(),
            new Token(name, first.origin()),
            bind,
            version,
            type,
            transport.protocol(),
            transport.family(),
            waits,
            limits,
            split < 0 ? user : new Token(user.text().substring(0, split), user.origin()),
            group,
            internal ? Optional.empty() : Optional.of(server),
            internal ? List.of() : words.subList(6, words.size())));
  }

  /** Index of what separates user and group; a colon counts more, since names may hold dots. */
  private static int separator(String user) {
    int colon = user.indexOf(':');
    return colon >= 0 ? colon : user.indexOf('.');
  }

  private record Transport(boolean rpc, String protocol, Optional<Family> family) {}

  private Optional<Transport> transport(Token word) {
    String text = word.text();
    boolean rpc = text.startsWith("rpc/");
    String protocol = rpc ? text.substring(4) : text;
    return switch (protocol) {
      case "tcp4", "udp4" -> Optional.of(of(rpc, protocol, Optional.of(Family.INET)));
      case "tcp6", "udp6" -> Optional.of(of(rpc, protocol, Optional.of(Family.INET6)));
      case "tcp46", "udp46" -> Optional.of(of(rpc, protocol, Optional.empty()));
      case "unix" -> {
        bad(word, "sockets of the file system are not served");
        yield Optional.empty();
      }
      default -> {
        if (protocol.isEmpty() || protocol.indexOf('/') >= 0) {
          bad(word, "'" + text + "' is no protocol");
          yield Optional.empty();
        }
        yield Optional.of(new Transport(rpc, protocol, Optional.empty()));
      }
    };
  }

  private static Transport of(boolean rpc, String protocol, Optional<Family> family) {
    return new Transport(rpc, protocol.substring(0, 3), family);
  }

  /** {@code wait.40}, {@code nowait/10/0/3}: see {@link InetdLine.Limits}. */
  private Optional<InetdLine.Limits> limits(String waiting) {
    int at = waiting.indexOf("wait") + 4;
    if (at == waiting.length()) {
      return Optional.of(InetdLine.Limits.NONE);
    }
    String rest = waiting.substring(at + 1);
    if (waiting.charAt(at) == '.') {
      return rest.matches("[0-9]{1,9}")
          ? Optional.of(
              new InetdLine.Limits(positive(rest), OptionalInt.empty(), OptionalInt.empty()))
          : Optional.empty();
    }
    if (!rest.matches("[0-9]{1,9}(/[0-9]{1,9}){0,2}")) {
      return Optional.empty();
    }
    String[] numbers = rest.split("/");
    if (numbers.length > 1 && positive(numbers[1]).isPresent()) {
      findings.warning(
          words.get(3).origin(),
          "wait",
          "connections per minute of one client cannot be limited: " + waiting,
          "the number is left out");
    }
    return Optional.of(
        new InetdLine.Limits(
            OptionalInt.empty(),
            positive(numbers[0]),
            numbers.length > 2 ? positive(numbers[2]) : OptionalInt.empty()));
  }

  /** 0 means no limit. */
  private static OptionalInt positive(String digits) {
    int value = Integer.parseInt(digits);
    return value == 0 ? OptionalInt.empty() : OptionalInt.of(value);
  }

  private Optional<InetdLine> bad(Token at, String message) {
    Origin origin = at.origin();
    findings.error(origin, "", message, "the line is left out");
    return Optional.empty();
  }
}
