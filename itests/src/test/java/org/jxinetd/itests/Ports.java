package org.jxinetd.itests;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports that nobody uses: free for TCP and for UDP, and never handed out twice. They lie outside
 * the range from which the kernel takes the ports of clients, so that no client takes one before
 * the server is there that it is meant for.
 */
public final class Ports {
  private static final int TRIES = 200;
  private static final int LOWEST = 10_240;
  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private Ports() {}

  public static int free() throws IOException {
    int end = lowestOfClients();
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, end);
      if (tcpIsFree(port) && udpIsFree(port) && GIVEN.add(port)) {
        return port;
      }
    }
    throw new IOException("no port free for both TCP and UDP after " + TRIES + " tries");
  }

  /** See ip(7), {@code ip_local_port_range}. */
  private static int lowestOfClients() throws IOException {
    Path file = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
    String range;
    // one read for all of it: what is left behind a first small read of such a file is lost
    try (BufferedReader in = Files.newBufferedReader(file)) {
      range = in.readLine();
    }
    int lowest = Integer.parseInt(range.strip().split("\\s+")[0]);
    if (lowest <= LOWEST) {
      throw new IOException("clients have all ports from " + lowest);
    }
    return lowest;
  }

  private static boolean tcpIsFree(int port) {
    try (ServerSocket tcp = new ServerSocket(port)) {
      return tcp.isBound();
    } catch (IOException taken) {
      return false;
    }
  }

  private static boolean udpIsFree(int port) {
    try (DatagramSocket udp = new DatagramSocket(port)) {
      return udp.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
