package org.jxinetd.services.admin;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Endpoint;

/**
 * Which user of this host holds the other end of a connection, as the kernel tells in {@code
 * /proc/net/tcp} and {@code tcp6}: a client on another host has no socket here. Looked up for each
 * client, one at a time. Any thread.
 */
final class SocketOwner {

  /** The kernel may leave a line out while the table changes. */
  private static final int TRIES = 3;

  private static final long PATIENCE_SECONDS = 5;

  private final Path tables;
  private final Path descriptors;
  private final Semaphore turn = new Semaphore(1);

  SocketOwner() {
    this(Path.of("/proc/net"), Path.of("/proc/self/fd"));
  }

  /**
   * @param tables the folder with {@code tcp} and {@code tcp6}
   * @param descriptors the folder with the daemon's own descriptors
   */
  SocketOwner(Path tables, Path descriptors) {
    this.tables = tables;
    this.descriptors = descriptors;
  }

  /**
   * A line of the table that is somebody's: the kernel shows user 0 for a socket that was closed,
   * and no inode.
   */
  private record Entry(int uid, String inode) {}

  /**
   * The user id of the process that opened the client's socket.
   *
   * @param here the service's end
   * @return empty when no process of this host holds that socket, or the daemon itself: it relays
   *     for others
   */
  Optional<Integer> of(Endpoint client, Endpoint here) throws IOException {
    try {
      if (!turn.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("too many clients ask at a time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    try {
      for (int i = 0; i < TRIES; i++) {
        Optional<Entry> first = find(client, here);
        // a socket that still has its inode now was not closed while its user was read before
        if (first.isPresent() && find(client, here).equals(first)) {
          return isOurs(first.get().inode()) ? Optional.empty() : Optional.of(first.get().uid());
        }
      }
      return Optional.empty();
    } finally {
      turn.release();
    }
  }

  private Optional<Entry> find(Endpoint client, Endpoint here) throws IOException {
    List<String> pairs = new ArrayList<>();
    pairs.add(hex(client, false) + " " + hex(here, false));
    pairs.add(hex(client, true) + " " + hex(here, true));
    for (String table : List.of("tcp", "tcp6")) {
      Path file = tables.resolve(table);
      if (!Files.exists(file)) {
        continue; // a kernel without IPv6
      }
      try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.US_ASCII)) {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          if (pairs.stream().anyMatch(line::contains)) {
            return entry(line);
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Entry> entry(String line) {
    // sl local remote state queues timer retransmits uid timeout inode ...
    String[] words = line.strip().split(" +");
    if (words.length < 10 || words[9].equals("0") || !words[7].matches("[0-9]{1,10}")) {
      return Optional.empty();
    }
    return Optional.of(new Entry((int) Long.parseLong(words[7]), words[9]));
  }

  /**
   * An end as the tables write it: words of 32 bits in the order of the processor, then the port.
   *
   * @param wide as an IPv6 socket has it
   */
  private static String hex(Endpoint end, boolean wide) {
    Address address = end.address();
    StringBuilder out = new StringBuilder(40);
    if (address.isInet()) {
      if (wide) {
        word(out, 0);
        word(out, 0);
        word(out, 0xffff);
      }
      word(out, address.inetBits());
    } else if (!wide && address.isMapped()) {
      word(out, (int) address.low());
    } else {
      word(out, (int) (address.high() >>> 32));
      word(out, (int) address.high());
      word(out, (int) (address.low() >>> 32));
      word(out, (int) address.low());
    }
    return out.append(String.format(":%04X", end.port())).toString();
  }

  private static void word(StringBuilder out, int bits) {
    boolean little = java.nio.ByteOrder.nativeOrder() == java.nio.ByteOrder.LITTLE_ENDIAN;
    out.append(String.format("%08X", little ? Integer.reverseBytes(bits) : bits));
  }

  /** A relay of the daemon's, for a client that is anywhere. */
  private boolean isOurs(String inode) throws IOException {
    String name = "socket:[" + inode + "]";
    try (DirectoryStream<Path> all = Files.newDirectoryStream(descriptors)) {
      for (Path one : all) {
        if (name.equals(target(one))) {
          return true;
        }
      }
    }
    return false;
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException closed) {
      return "";
    }
  }
}
