package org.jxinetd.itests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the kernel says about one process and its sockets: see proc(5). */
public record ProcFs(long pid) {
  /** One row of /proc/net/tcp or udp: ports and state of the socket that has this inode. */
  record SocketRow(int localPort, int remotePort, String state) {}

  static final String LISTENING = "0A";
  static final String ESTABLISHED = "01";

  private Path at(String name) {
    return Path.of("/proc", Long.toString(pid), name);
  }

  boolean alive() throws IOException {
    if (!Files.exists(at("stat"))) {
      return false;
    }
    try {
      return !stat(3).equals("Z");
    } catch (NoSuchFileException gone) {
      return false;
    }
  }

  private String text(String name) throws IOException {
    return new String(Files.readAllBytes(at(name)), StandardCharsets.UTF_8);
  }

  /** Field {@code number} of /proc/pid/stat, counted from 1 as proc(5) does; 3 and above. */
  String stat(int number) throws IOException {
    String stat = text("stat");
    return stat.substring(stat.lastIndexOf(')') + 2).trim().split(" ")[number - 3];
  }

  String status(String key) throws IOException {
    return text("status")
        .lines()
        .filter(line -> line.startsWith(key + ":"))
        .map(line -> line.substring(key.length() + 1).trim())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + key + " in /proc/pid/status"));
  }

  List<String> arguments() throws IOException {
    return strings("cmdline");
  }

  List<String> environment() throws IOException {
    return strings("environ");
  }

  private List<String> strings(String name) throws IOException {
    String text = text(name);
    return text.isEmpty() ? List.of() : List.of(text.substring(0, text.length() - 1).split("\0"));
  }

  String folder() throws IOException {
    return Files.readSymbolicLink(at("cwd")).toString();
  }

  /** Descriptor number to what it is, for example {@code socket:[4711]}. */
  Map<Integer, String> descriptors() throws IOException {
    Map<Integer, String> all = new TreeMap<>();
    try (Stream<Path> links = Files.list(at("fd"))) {
      for (Path link : links.toList()) {
        all.put(
            Integer.valueOf(link.getFileName().toString()),
            Files.readSymbolicLink(link).toString());
      }
    }
    return all;
  }

  /** The open file description's flags, as open(2) numbers them. */
  int flags(int descriptor) throws IOException {
    return text("fdinfo/" + descriptor)
        .lines()
        .filter(line -> line.startsWith("flags:"))
        .map(line -> Integer.parseInt(line.substring(6).trim(), 8))
        .findFirst()
        .orElseThrow();
  }

  /**
   * The kernel's row of the socket behind a descriptor; {@code table} is tcp, udp, tcp6 or udp6.
   */
  Optional<SocketRow> socket(String table, int descriptor) throws IOException {
    String name = descriptors().get(descriptor);
    String inode = name.replaceAll("socket:\\[(\\d+)\\]", "$1");
    return rows(table).filter(row -> row[9].equals(inode)).map(ProcFs::row).findFirst();
  }

  public static boolean listening(int port) throws IOException {
    return Stream.concat(rows("tcp"), rows("tcp6"))
        .map(ProcFs::row)
        .anyMatch(row -> row.localPort() == port && row.state().equals(LISTENING));
  }

  public static boolean boundUdp(int port) throws IOException {
    return Stream.concat(rows("udp"), rows("udp6"))
        .map(ProcFs::row)
        .anyMatch(row -> row.localPort() == port);
  }

  private static Stream<String[]> rows(String table) throws IOException {
    return Files.readString(Path.of("/proc/net", table))
        .lines()
        .skip(1)
        .map(line -> line.trim().split(" +"));
  }

  private static SocketRow row(String[] fields) {
    return new SocketRow(port(fields[1]), port(fields[2]), fields[3]);
  }

  private static int port(String address) {
    return Integer.parseInt(address.substring(address.indexOf(':') + 1), 16);
  }
}
