package org.jxinetd.itests.differential;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jxinetd.itests.Await;

/** One of the two servers with its files and ports, running one group of cases. */
final class Contender implements AutoCloseable {
  private static final Pattern PLACE = Pattern.compile("@(port|id)\\((\\w+)\\)");
  private static final String STAMP = "^\\d\\d/\\d+/\\d+@\\d\\d:\\d\\d:\\d\\d: ";

  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private final boolean ours;
  private final Path server;
  private final Path folder;
  private final Path probe;
  private final Case.Group group;
  private final Map<String, Integer> ports = new HashMap<>();
  private Process process;

  Contender(boolean ours, Path server, Path folder, Path probe, Case.Group group) {
    this.ours = ours;
    this.server = server;
    this.folder = folder;
    this.probe = probe;
    this.group = group;
  }

  Path folder() {
    return folder;
  }

  /** The port of a service; the same before and after a reconfiguration. */
  int port(Case one, String name) {
    return ports.computeIfAbsent(
        one.tag() + name,
        unused -> {
          try {
            return free();
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
  }

  /**
   * A free port below those that the kernel gives to clients: one of a thousand connections would
   * otherwise sit on the port of a service that is still to start.
   */
  private static int free() throws IOException {
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
    throw new IOException("no free port");
  }

  void start() throws IOException {
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(folder.resolve("hosts.allow"), "");
    Files.writeString(folder.resolve("hosts.deny"), "xtdeny: ALL\n");
    Files.writeString(folder.resolve("xinetd.conf"), config(false));
    String script =
        "mount -t tmpfs none /run && mount --bind '%s' /etc/hosts.allow && mount --bind '%s' /etc/hosts.deny && exec \"$@\""
            .formatted(folder.resolve("hosts.allow"), folder.resolve("hosts.deny"));
    List<String> command =
        new ArrayList<>(
            List.of("unshare", "-m", "--propagation", "private", "sh", "-c", script, "-"));
    command.addAll(command("-dontfork", "-f", folder.resolve("xinetd.conf").toString()));
    command.addAll(List.of("-filelog", folder.resolve("daemon.log").toString()));
    command.addAll(List.of("-pidfile", folder.resolve("pid").toString()));
    command.addAll(group.options());
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    Map<String, String> environment = builder.environment();
    String path = environment.get("PATH");
    String java = environment.get("JAVA_HOME");
    environment.clear();
    environment.put("PATH", path);
    if (java != null) {
      environment.put("JAVA_HOME", java);
    }
    environment.put("PASSED", "yes");
    environment.put("TZ", "UTC");
    process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("console.log").toFile())
            .start();
    awaitDaemon("Started working: \\d+ available service", 1);
  }

  /** The command line of this server, with its private places where it has any. */
  List<String> command(String... options) {
    List<String> command = new ArrayList<>(List.of(server.toString()));
    command.addAll(List.of(options));
    if (ours) {
      command.addAll(List.of("-statedir", folder.resolve("state").toString()));
      command.addAll(List.of("-control", folder.resolve("control").toString()));
    }
    return command;
  }

  void reconfigure() throws IOException {
    if (group.cases().stream().allMatch(one -> one.laterActions().isEmpty())) {
      return;
    }
    if (group.later().equals("remove")) {
      Files.delete(folder.resolve("xinetd.conf"));
      signal(group.signal());
      awaitDaemon("reconfiguration failed", 1);
      return;
    }
    Files.writeString(folder.resolve("xinetd.conf"), config(true));
    signal(group.signal());
    try {
      Await.until(
          "a reconfiguration of " + server,
          () -> !process.isAlive() || daemonLines("Reconfigured: new=") > 0);
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\n" + text("daemon.log"), e);
    }
  }

  /** Where the state dump goes: the /run of the server alone, or its state folder. */
  Path dumpFile() throws IOException {
    return ours
        ? folder.resolve("state/xinetd.dump")
        : Path.of("/proc/" + pid() + "/root/run/xinetd.dump");
  }

  /** How the server is, or how it ended. */
  String state() {
    return process.isAlive() ? "the server runs" : "the server ended with " + process.exitValue();
  }

  /** Waits for the end. */
  void awaitEnd() throws IOException {
    Await.until("the end of " + server, () -> !process.isAlive());
  }

  long pid() throws IOException {
    return Long.parseLong(Files.readString(folder.resolve("pid")).strip());
  }

  void signal(String name) throws IOException {
    new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().onExit().join();
  }

  void awaitDaemon(String regex, int times) throws IOException {
    try {
      Await.until(
          regex + " from " + server,
          () -> {
            if (!process.isAlive()) {
              throw new AssertionError(server + " ended");
            }
            return daemonLines(regex) >= times;
          });
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\n" + text("daemon.log") + text("console.log"), e);
    }
  }

  long daemonLines(String regex) throws IOException {
    return text("daemon.log").lines().filter(line -> line.matches(".*" + regex + ".*")).count();
  }

  String text(String name) throws IOException {
    Path file = folder.resolve(name);
    return Files.exists(file)
        ? new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1)
        : "";
  }

  private String config(boolean later) {
    StringBuilder out = new StringBuilder("defaults\n{\n");
    out.append("\tlog_type = FILE ").append(folder.resolve("service.log")).append('\n');
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
    lines.put("user", "user = root");
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
      case "bare" -> lines.clear();
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
    boolean morning = LocalTime.now(java.time.ZoneOffset.UTC).getHour() < 12;
    return out.toString()
        .replace("@probe", probe.toString())
        .replace("@shared", probe.getParent().toString())
        .replace("@dir", folder.toString())
        .replace("@closed", morning ? "22:00-22:30" : "1:00-1:30");
  }

  /** What does not depend on the run: no pids, ports, times and paths. */
  String normal(Case one, String text) {
    String out = text.replace(folder.toString(), "@dir").replace(probe.toString(), "@probe");
    for (Case.Entry entry : one.services()) {
      out = out.replace(one.tag() + entry.name(), entry.name());
    }
    return out.replaceAll("\\bq[a-z]{2}([a-z]+)\\b", "$1")
        .replaceAll("pid=[1-9]\\d*", "pid=P")
        .replaceAll("duration=\\d+", "duration=D")
        .replaceAll("(REMOTE|LOCAL)_PORT=\\d+", "$1_PORT=N");
  }

  /** The service log's lines about a case. */
  List<String> log(Case one) throws IOException {
    List<String> out = new ArrayList<>();
    for (String line : text("service.log").lines().toList()) {
      String plain = line.replaceFirst(STAMP, "");
      if (plain.matches("[A-Z]+: " + one.tag() + "\\w+( .*)?")) {
        out.add(normal(one, plain));
      }
    }
    return out;
  }

  @Override
  public void close() throws IOException {
    if (process == null) {
      return;
    }
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
