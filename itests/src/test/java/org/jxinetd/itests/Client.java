package org.jxinetd.itests;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** One TCP connection to a service; every wait is bounded. */
public final class Client implements AutoCloseable {
  static final int LIMIT_MILLIS = 15_000;
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private final Socket socket;

  private Client(Socket socket) {
    this.socket = socket;
  }

  public static Client connect(int port) throws IOException {
    return connect(port, "127.0.0.1");
  }

  /** Connects to 127.0.0.1 from the loopback address {@code from}. */
  public static Client connect(int port, String from) throws IOException {
    Socket socket = new Socket();
    try {
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
      socket.connect(new InetSocketAddress(LOOPBACK, port), LIMIT_MILLIS);
      socket.setSoTimeout(LIMIT_MILLIS);
      return new Client(socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  int localPort() {
    return socket.getLocalPort();
  }

  public Client send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    return this;
  }

  Client halfClose() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /** Closing leaves no port behind that nobody can use for a minute: for clients in thousands. */
  Client leavingNothing() throws IOException {
    socket.setSoLinger(true, 0);
    return this;
  }

  public String read(int length) throws IOException {
    byte[] bytes = socket.getInputStream().readNBytes(length);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  String readToEnd() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  /** Whether nothing comes, not even the end, for so long. */
  public boolean silentFor(int millis) throws IOException {
    socket.setSoTimeout(millis);
    try {
      int next = socket.getInputStream().read();
      throw new AssertionError(next < 0 ? "the connection was closed" : "a byte came: " + next);
    } catch (SocketTimeoutException silence) {
      return true;
    } finally {
      socket.setSoTimeout(LIMIT_MILLIS);
    }
  }

  /** Whether a byte comes within so long; an end or a reset is none. */
  public boolean answersWithin(int millis) throws IOException {
    socket.setSoTimeout(millis);
    try {
      return socket.getInputStream().read() >= 0;
    } catch (SocketTimeoutException silence) {
      return false;
    } catch (SocketException reset) {
      return false;
    } finally {
      socket.setSoTimeout(LIMIT_MILLIS);
    }
  }

  /** Connects, sends, half-closes and reads all. */
  public static String exchange(int port, String text) throws IOException {
    try (Client client = connect(port)) {
      return client.send(text).halfClose().readToEnd();
    }
  }

  /** Connects and reads all, sending nothing. */
  public static String readAll(int port, String from) throws IOException {
    try (Client client = connect(port, from)) {
      return client.readToEnd();
    }
  }

  /**
   * Connects to an echoing service: empty when the server turned the client away, else the open
   * connection, one byte of which has gone there and back.
   */
  public static Optional<Client> admitted(int port, String from) throws IOException {
    Client client;
    try {
      client = connect(port, from);
    } catch (SocketException refused) { // or reset while the service was being paused
      return Optional.empty();
    }
    try {
      if (client.send("?").read(1).equals("?")) {
        return Optional.of(client);
      }
    } catch (SocketException reset) {
      // a refusal that met unread data: the same as the end of file below
      client.close();
      return Optional.empty();
    } catch (IOException e) {
      client.close();
      throw e;
    }
    client.close();
    return Optional.empty();
  }

  public static boolean isAdmitted(int port, String from) throws IOException {
    Optional<Client> client = admitted(port, from);
    if (client.isPresent()) {
      client.get().close();
    }
    return client.isPresent();
  }

  /** One datagram out, at most one back: empty when none came within the limit. */
  public static Optional<byte[]> datagram(int port, byte[] data, int limitMillis)
      throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout(limitMillis);
      socket.send(new DatagramPacket(data, data.length, LOOPBACK, port));
      DatagramPacket answer = new DatagramPacket(new byte[65_536], 65_536);
      try {
        socket.receive(answer);
        return Optional.of(Arrays.copyOf(answer.getData(), answer.getLength()));
      } catch (SocketTimeoutException none) {
        return Optional.empty();
      }
    }
  }

  public static String datagram(int port, String text) throws IOException {
    return datagram(port, text.getBytes(StandardCharsets.ISO_8859_1), LIMIT_MILLIS)
        .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
        .orElseThrow(() -> new AssertionError("no datagram came back from port " + port));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
