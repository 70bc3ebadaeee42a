package org.jxinetd.itests;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Ports that nobody uses: free for TCP and for UDP, and never handed out twice. */
public final class Ports {
  private static final int TRIES = 200;
  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private Ports() {}

  public static int free() throws IOException {
    for (int i = 0; i < TRIES; i++) {
      try (ServerSocket tcp = new ServerSocket(0)) {
        int port = tcp.getLocalPort();
        if (udpIsFree(port) && GIVEN.add(port)) {
          return port;
        }
      }
    }
    throw new IOException("no port free for both TCP and UDP after " + TRIES + " tries");
  }

  private static boolean udpIsFree(int port) {
    try (DatagramSocket udp = new DatagramSocket(port)) {
      return udp.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
