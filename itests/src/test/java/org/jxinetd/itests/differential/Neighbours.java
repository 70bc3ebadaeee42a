package org.jxinetd.itests.differential;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;

/** Servers of others that a case needs: targets of a relay, identity servers. */
final class Neighbours {
  private static final int LIMIT_MILLIS = 15_000;
  private static final long SLOW_NANOS = 1_500_000_000L;

  private final Notes notes;

  Neighbours(Notes notes) {
    this.notes = notes;
  }

  /** Does an action, if it starts such a server. */
  boolean act(String verb, String name, String rest) throws IOException {
    switch (verb) {
      case "target" -> target(name, rest.equals("late"));
      case "ident" -> ident(name, rest, 0);
      case "slowident" -> ident(name, rest, SLOW_NANOS);
      default -> {
        return false;
      }
    }
    return true;
  }

  private interface Talk {
    void with(Socket client) throws IOException;
  }

  private static void serveOne(ServerSocket server, Talk talk) {
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try (server) {
                server.setSoTimeout(LIMIT_MILLIS);
                try (Socket client = server.accept()) {
                  client.setSoTimeout(LIMIT_MILLIS);
                  talk.with(client);
                }
              } catch (IOException gone) {
                return; // the case sees what its client got
              }
            });
  }

  private static void say(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** A server that the relay reaches: it answers a line and waits for the end. */
  private void target(String name, boolean late) throws IOException {
    ServerSocket server = new ServerSocket(notes.port(name), 5, InetAddress.ofLiteral("127.0.0.1"));
    serveOne(
        server,
        client -> {
          if (late) {
            say(client, "got " + client.getInputStream().readAllBytes().length);
            return;
          }
          say(client, "hello\n");
          byte[] all = client.getInputStream().readNBytes(5);
          client.getOutputStream().write(all);
          client.getInputStream().read(); // until the relay closes, or breaks off
        });
  }

  /** An identity server for the clients of one loopback address; {@code close} says nothing. */
  private static void ident(String address, String answer, long delayNanos) throws IOException {
    ServerSocket server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 113), 5);
    serveOne(
        server,
        client -> {
          StringBuilder query = new StringBuilder();
          for (int c = client.getInputStream().read();
              c >= 0 && c != '\r';
              c = client.getInputStream().read()) {
            query.append((char) c);
          }
          if (answer.equals("close")) {
            client.getInputStream().read(); // the rest of the line, so that the end is orderly
            return;
          }
          LockSupport.parkNanos(delayNanos); // a host that takes its time
          say(client, query + " : " + answer + "\r\n");
          client.getInputStream().readAllBytes();
        });
  }
}
