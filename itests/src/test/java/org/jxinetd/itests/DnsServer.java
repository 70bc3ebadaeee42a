package org.jxinetd.itests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A name server over UDP for a handful of hosts; some of its answers take their time. */
final class DnsServer implements AutoCloseable {
  private static final int HEADER = 12;
  private static final int A = 1;
  private static final int PTR = 12;

  private final Map<String, byte[]> answers = new ConcurrentHashMap<>();
  private final Map<String, Duration> slow = new ConcurrentHashMap<>();
  private final DatagramSocket socket;
  private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();

  DnsServer() throws IOException {
    socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
    Thread.ofPlatform().daemon().start(this::serve);
  }

  int port() {
    return socket.getLocalPort();
  }

  /** The name that an IPv4 address claims. */
  DnsServer names(String address, String name) throws IOException {
    answers.put(reverse(address) + "/" + PTR, name(name));
    return this;
  }

  /** The address of a name. */
  DnsServer has(String name, String address) {
    answers.put(name + "/" + A, InetAddress.ofLiteral(address).getAddress());
    return this;
  }

  /** Questions about the name of an address are answered late. */
  DnsServer slow(String address, Duration delay) {
    slow.put(reverse(address), delay);
    return this;
  }

  private static String reverse(String address) {
    String[] octets = address.split("\\.");
    return String.join(".", Arrays.asList(octets).reversed()) + ".in-addr.arpa";
  }

  private static byte[] name(String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String label : text.split("\\.")) {
      out.write(label.length());
      out.write(label.getBytes(StandardCharsets.US_ASCII));
    }
    out.write(0);
    return out.toByteArray();
  }

  private void serve() {
    byte[] buffer = new byte[1500];
    while (true) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        answer(Arrays.copyOf(buffer, packet.getLength()), packet.getSocketAddress());
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void answer(byte[] query, SocketAddress client) throws IOException {
    StringBuilder name = new StringBuilder();
    int at = HEADER;
    while (query[at] != 0) {
      name.append(name.isEmpty() ? "" : ".");
      name.append(new String(query, at + 1, query[at], StandardCharsets.US_ASCII));
      at += query[at] + 1;
    }
    int end = at + 5;
    int type = query[at + 2];
    byte[] data = answers.get(name.toString().toLowerCase(java.util.Locale.ROOT) + "/" + type);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(query, 0, 2);
    out.write(new byte[] {(byte) 0x81, (byte) 0x80, 0, 1, 0, (byte) (data == null ? 0 : 1)});
    out.write(new byte[4]);
    out.write(query, HEADER, end - HEADER);
    if (data != null) {
      out.write(new byte[] {(byte) 0xc0, HEADER, 0, (byte) type, 0, 1, 0, 0, 0, 60});
      out.write(new byte[] {0, (byte) data.length});
      out.write(data);
    }
    byte[] reply = out.toByteArray();
    Duration delay = slow.getOrDefault(name.toString(), Duration.ZERO);
    var unused = later.schedule(() -> send(reply, client), delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void send(byte[] reply, SocketAddress client) {
    try {
      socket.send(new DatagramPacket(reply, reply.length, client));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    later.shutdownNow();
    socket.close();
  }
}
