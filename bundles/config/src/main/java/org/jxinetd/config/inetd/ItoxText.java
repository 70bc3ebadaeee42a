package org.jxinetd.config.inetd;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jxinetd.api.service.Family;
import org.jxinetd.api.service.Token;
import org.jxinetd.config.wrapper.AccessLists;

/** One entry as itox has always written it: attributes in its order, names padded to 15. */
final class ItoxText {

  private final StringBuilder out = new StringBuilder();

  private ItoxText() {}

  static String of(InetdLine line, AccessLists access) {
    return new ItoxText().entry(line, access);
  }

  private String entry(InetdLine line, AccessLists access) {
    for (String comment : access.comments()) {
      out.append("# ").append(printable(comment)).append('\n');
    }
    out.append("service ").append(printable(line.name().text())).append("\n{\n");
    if (line.numeric()) {
      value("type", line.internal() ? "INTERNAL UNLISTED" : "UNLISTED");
      value("port", line.name().text());
    }
    line.rpcVersion()
        .ifPresent(
            version -> {
              value("type", "RPC");
              value("rpc_version", version);
            });
    value("socket_type", line.socketType().text());
    value("protocol", line.protocol());
    flags(line);
    line.bind().ifPresent(address -> value("bind", address));
    value("wait", line.waits() ? "yes" : "no");
    value("user", line.user().text());
    line.group().ifPresent(group -> value("group", group.text()));
    if (line.internal()) {
      if (!line.numeric()) {
        value("type", "INTERNAL");
      }
      value("id", line.internalId());
    } else {
      server(line);
    }
    limits(line.limits());
    access.onlyFrom().ifPresent(list -> value("only_from", String.join(" ", list)));
    if (!access.noAccess().isEmpty()) {
      value("no_access", String.join(" ", access.noAccess()));
    }
    return out.append("}\n\n").toString();
  }

  private void flags(InetdLine line) {
    List<String> flags = new ArrayList<>();
    line.family().ifPresent(family -> flags.add(family == Family.INET6 ? "IPv6" : "IPv4"));
    if (!line.internal() && !line.namedLikeServer()) {
      flags.add("NAMEINARGS");
    }
    if (!flags.isEmpty()) {
      value("flags", String.join(" ", flags));
    }
  }

  private void server(InetdLine line) {
    value("server", line.server().orElseThrow().text());
    List<Token> words =
        line.namedLikeServer() && !line.arguments().isEmpty()
            ? line.arguments().subList(1, line.arguments().size())
            : line.arguments();
    if (!words.isEmpty()) {
      value("server_args", words.stream().map(Token::text).collect(Collectors.joining(" ")));
    }
  }

  private void limits(InetdLine.Limits limits) {
    limits.perMinute().ifPresent(n -> value("cps", n + " " + InetdEntries.PAUSE));
    limits.servers().ifPresent(n -> value("instances", Integer.toString(n)));
    limits.perSource().ifPresent(n -> value("per_source", Integer.toString(n)));
  }

  private void value(String attribute, String value) {
    out.append('\t').append(attribute);
    out.append(" ".repeat(Math.max(0, 15 - attribute.length())));
    out.append(" = ").append(printable(value)).append('\n');
  }

  /** What comes from a file must not open a line of its own. */
  private static String printable(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      clean.append(Character.isISOControl(c) && c != '\t' ? '?' : c);
    }
    return clean.toString();
  }
}
