package org.jxinetd.itests;

import java.util.ArrayList;
import java.util.List;

/** Entries of a configuration file, written as an administrator writes them. */
public final class Conf {
  private Conf() {}

  public static String entry(String head, String... lines) {
    StringBuilder text = new StringBuilder(head).append("\n{\n");
    for (String line : lines) {
      text.append('\t').append(line).append('\n');
    }
    return text.append("}\n\n").toString();
  }

  /** An unlisted IPv4 stream service that forks a server for each client as root. */
  public static String stream(String name, int port, String server, String... more) {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "type = UNLISTED",
                "socket_type = stream",
                "protocol = tcp",
                "port = " + port,
                "wait = no",
                "user = root",
                "server = " + server));
    return withFlags(name, lines, more);
  }

  /** The same with {@code wait = yes} and a socket type of choice, as {@code user}. */
  public static String waiting(String name, String type, int port, String server, String... more) {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "type = UNLISTED",
                "socket_type = " + type,
                "protocol = " + (type.equals("stream") ? "tcp" : "udp"),
                "port = " + port,
                "wait = yes",
                "server = " + server));
    if (List.of(more).stream().noneMatch(line -> line.startsWith("user "))) {
      lines.add("user = root");
    }
    return withFlags(name, lines, more);
  }

  private static String withFlags(String name, List<String> lines, String... more) {
    List<String> all = new ArrayList<>(lines);
    if (List.of(more).stream().noneMatch(line -> line.startsWith("flags "))) {
      all.add("flags = IPv4");
    }
    for (String line : more) {
      String attribute = line.substring(0, line.indexOf(' ')) + " = ";
      if (line.startsWith(attribute)) {
        all.removeIf(earlier -> earlier.startsWith(attribute) && !attribute.equals("env = "));
      }
    }
    all.addAll(List.of(more));
    return entry("service " + name, all.toArray(String[]::new));
  }
}
