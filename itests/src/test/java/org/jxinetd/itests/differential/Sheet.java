package org.jxinetd.itests.differential;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The texts of one server: its configuration with the ports and paths that are its own, and what
 * was seen without them.
 */
final class Sheet {
  private static final Pattern PLACE = Pattern.compile("@(port|id)\\((\\w+)\\)");
  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private final Case.Group group;
  private final Path folder;
  private final Path probe;
  private final String hosts;
  private final Map<String, Integer> ports = new ConcurrentHashMap<>();

  /**
   * @param hosts which hosts with identity servers are this server's clients: both run at a time
   */
  Sheet(Case.Group group, Path folder, Path probe, String hosts) {
    this.hosts = hosts;
    this.group = group;
    this.folder = folder;
    this.probe = probe;
  }

  /** Who runs the servers; without privileges the two have a user each, for the limits of one. */
  String user() {
    return !group.world().ordinary() ? "root" : hosts.equals("127.0.") ? "61234" : "61235";
  }

  /** The port of a service; the same before and after a reconfiguration. */
  int port(Case one, String name) {
    return ports.computeIfAbsent(one.tag() + name, unused -> free());
  }

  /**
   * A free port below those that the kernel gives to clients: one of a thousand connections would
   * otherwise sit on the port of a service that is still to start.
   */
  private static int free() {
    for (int i = 0; i < 1_000; i++) {
      int port = 20_000 + ThreadLocalRandom.current().nextInt(12_000);
      try (ServerSocket tcp = new ServerSocket(port);
          DatagramSocket udp = new DatagramSocket(port)) {
        if (tcp.isBound() && udp.isBound() && GIVEN.add(port)) {
          return port;
        }
      } catch (IOException taken) {
        // try another one
      }
    }
    throw new UncheckedIOException(new IOException("no free port"));
  }

  /**
   * The configuration.
   *
   * @param later as it is after the change
   */
  String config(boolean later) {
    StringBuilder out = new StringBuilder("defaults\n{\n");
    if (group.defaults().stream().noneMatch(line -> line.startsWith("log_type "))) {
      out.append("\tlog_type = FILE ").append(folder.resolve("service.log")).append('\n');
    }
    group.defaults().forEach(line -> out.append('\t').append(line).append('\n'));
    if (later && !group.later().isEmpty()) {
      out.append('\t').append(group.later()).append('\n');
    }
    out.append("}\n");
    for (Case one : group.cases()) {
      Map<String, Case.Entry> entries = new LinkedHashMap<>();
      one.services().forEach(entry -> entries.put(entry.name(), entry));
      if (later) {
        one.later().forEach(entry -> entries.put(entry.name(), entry));
      }
      entries.values().forEach(entry -> out.append(entry(one, entry)));
    }
    return out.toString();
  }

  private String entry(Case one, Case.Entry entry) {
    if (entry.kind().equals("gone")) {
      return "";
    }
    String[] kind = entry.kind().split(" ");
    String id = one.tag() + entry.name();
    Map<String, String> lines = new TreeMap<>();
    lines.put("flags", "flags = IPv4");
    lines.put("port", "port = @port(" + entry.name() + ")");
    lines.put("type", "type = UNLISTED");
    lines.put("user", "user = " + user());
    lines.put("wait", "wait = no");
    String name = id;
    switch (kind[0]) {
      case "stream" -> lines.put("socket_type", "socket_type = stream");
      case "dgram" -> {
        lines.put("socket_type", "socket_type = dgram");
        lines.put("wait", "wait = yes");
      }
      case "internal" -> {
        name = kind[1];
        lines.put("id", "id = " + id);
        lines.put("type", "type = INTERNAL UNLISTED");
        lines.put("socket_type", "socket_type = " + kind[2]);
        lines.put("wait", "wait = " + (kind[2].equals("dgram") ? "yes" : "no"));
      }
      case "bare" -> {
        lines.clear();
        name = kind.length > 1 ? kind[1] : id;
      }
      default -> throw new AssertionError("kind " + entry.kind());
    }
    entry.lines().forEach(line -> lines.remove(line.split("[ =+-]", 2)[0]));
    StringBuilder out = new StringBuilder("service ").append(name).append("\n{\n");
    lines.values().forEach(line -> out.append('\t').append(fill(one, line)).append('\n'));
    for (String line : entry.lines()) {
      if (!line.endsWith("absent")) {
        out.append('\t').append(fill(one, line)).append('\n');
      }
    }
    return out.append("}\n").toString();
  }

  /** Puts ports, ids and paths into a text of a case. */
  String fill(Case one, String text) {
    Matcher place = PLACE.matcher(text);
    StringBuilder out = new StringBuilder();
    while (place.find()) {
      String name = place.group(2);
      String value =
          place.group(1).equals("port") ? Integer.toString(port(one, name)) : one.tag() + name;
      place.appendReplacement(out, value);
    }
    place.appendTail(out);
    boolean morning = LocalTime.now(ZoneOffset.UTC).getHour() < 12;
    return out.toString()
        .replace("@probe", probe.toString())
        .replace("@shared", probe.getParent().toString())
        .replace("@dir", folder.toString())
        .replace("127.0.13.", hosts + "13.")
        .replace("127.0.14.", hosts + "14.")
        .replace("@closed", morning ? "22:00-22:30" : "1:00-1:30");
  }

  /** What does not depend on the run: no pids, ports, times and paths. */
  String normal(Case one, String text) {
    String out =
        text.replace(folder.toString(), "@dir")
            .replace(probe.toString(), "@probe")
            .replace(probe.getParent().toString(), "@shared");
    for (Case.Entry entry : one.services()) {
      out = out.replace(one.tag() + entry.name(), entry.name());
    }
    out =
        out.replaceAll("(REMOTE|LOCAL)_PORT=\\d+", "$1_PORT=N")
            .replaceAll("\\b(pid ?=) ?[1-9]\\d*", "$1P");
    for (Map.Entry<String, Integer> port : ports.entrySet()) {
      out = out.replaceAll("\\b" + port.getValue() + "\\b", "port-" + port.getKey().substring(3));
    }
    return out.replaceAll("\\bq[a-z]{2}([a-z]+)\\b", "$1")
        .replaceAll("xinetd\\[\\d+\\]", "xinetd[P]")
        .replaceAll("duration=\\d+", "duration=D")
        .replaceAll("start_time = .*", "start_time = TIME")
        .replaceAll("(remote_address = [0-9.]+),\\d+", "$1,PORT")
        .replaceAll("\\b\\d\\d/\\d+/\\d+@\\d\\d:\\d\\d:\\d\\d", "TIME")
        .replaceAll("\\b127\\.1\\.(1[34]\\.)", "127.0.$1")
        .replaceAll("(<\\d+>)[A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d", "$1TIME");
  }
}
