package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The relay of the assembled server, with targets of the test's own. */
@Tag("ours")
class RedirectIT {
  private static final InetAddress IPV4 = InetAddress.ofLiteral("127.0.0.1");
  private static final InetAddress IPV6 = InetAddress.ofLiteral("::1");

  @RegisterExtension final Workbench bench = new Workbench();
  private Daemon daemon;

  private int relay(String targets, String... more) throws IOException {
    int port = Ports.free();
    List<String> lines =
        new ArrayList<>(
            List.of(
                "type = UNLISTED",
                "socket_type = stream",
                "protocol = tcp",
                "wait = no",
                "user = nobody",
                "port = " + port,
                "redirect = " + targets,
                "cps = 0 1",
                "log_on_success += TRAFFIC"));
    lines.addAll(List.of(more));
    daemon =
        bench
            .start(bench.defaults() + Conf.entry("service red", lines.toArray(String[]::new)))
            .ready(port);
    return port;
  }

  @Test
  void triesTheTargetsInTurn() throws Exception {
    int dead = Ports.free();
    try (EchoTarget target = new EchoTarget(IPV4)) {
      int port = relay("127.0.0.1 " + dead + " localhost " + target.port());
      assertEquals("hello", Client.exchange(port, "hello"));
      daemon
          .log()
          .await("can't connect to remote host 127\\.0\\.0\\.1: Connection refused.*next address");
      daemon.serviceLog().await("TRAFFIC: red in=5\\(bytes\\) out=5\\(bytes\\)$");
    }
  }

  @Test
  void endsTheSessionWhenNoTargetAnswers() throws IOException {
    int port = relay("127.0.0.1 " + Ports.free());
    assertEquals("", Client.readAll(port, "127.0.0.1"));
    daemon.log().await("ERROR: can't connect to remote host 127\\.0\\.0\\.1: Connection refused");
    daemon.serviceLog().await("EXIT: red status=0");
  }

  @Test
  void carriesClientsOfOneFamilyToTargetsOfTheOther() throws Exception {
    try (EchoTarget six = new EchoTarget(IPV6)) {
      assertEquals("four to six", Client.exchange(relay("::1 " + six.port()), "four to six"));
    }
    daemon.stopCleanly();
    try (EchoTarget four = new EchoTarget(IPV4)) {
      int port = relay("127.0.0.1 " + four.port(), "flags = IPv6", "bind = ::1");
      try (Socket client = connect(IPV6, port)) {
        client.getOutputStream().write('x');
        client.shutdownOutput();
        assertArrayEquals(new byte[] {'x'}, client.getInputStream().readAllBytes());
      }
    }
  }

  @Test
  void losesNothingInBothDirectionsAtOnce() throws Exception {
    bulk(48 << 20);
  }

  @Test
  @Tag("soak")
  void losesNothingOfAGigabyteInBothDirectionsAtOnce() throws Exception {
    bulk(1 << 30);
  }

  @Test
  void losesNoneOfManyShortConnections() throws Exception {
    manyShort(1_500);
  }

  @Test
  @Tag("soak")
  void losesNoneOfTenThousandShortConnections() throws Exception {
    manyShort(10_000);
  }

  /** The target sends one stream while it takes another; so does the client. */
  private void bulk(int bytes) throws Exception {
    try (Target target = new Target(IPV4, s -> transfer(s, 2, 1, bytes))) {
      int port = relay("127.0.0.1 " + target.port());
      long begin = System.nanoTime();
      try (Socket client = connect(IPV4, port)) {
        transfer(client, 1, 2, bytes);
      }
      target.await();
      double seconds = (System.nanoTime() - begin) / 1e9;
      System.out.printf(
          "redirect: %d MB each way at once in %.2f s, checksums right%n", bytes >> 20, seconds);
      daemon
          .serviceLog()
          .await("TRAFFIC: red in=" + bytes + "\\(bytes\\) out=" + bytes + "\\(bytes\\)$");
    }
  }

  private void manyShort(int connections) throws Exception {
    int clients = 16;
    try (EchoTarget target = new EchoTarget(IPV4);
        ExecutorService threads = Executors.newFixedThreadPool(clients)) {
      int port = relay("127.0.0.1 " + target.port(), "instances = UNLIMITED");
      long begin = System.nanoTime();
      List<Future<Integer>> running = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        int number = i;
        int share = connections / clients + (i < connections % clients ? 1 : 0);
        running.add(threads.submit(() -> shortOnes(port, number, share)));
      }
      int done = 0;
      for (Future<Integer> future : running) {
        done += future.get(300, TimeUnit.SECONDS);
      }
      assertEquals(connections, done);
      System.out.printf(
          "redirect: %d connections, each 100 bytes there and back, in %.2f s%n",
          done, (System.nanoTime() - begin) / 1e9);
    }
    daemon
        .serviceLog()
        .awaitCount("TRAFFIC: red in=100\\(bytes\\) out=100\\(bytes\\)$", connections);
  }

  private static int shortOnes(int port, int seed, int count) throws IOException {
    Random random = new Random(seed);
    byte[] sent = new byte[100];
    for (int i = 0; i < count; i++) {
      random.nextBytes(sent);
      try (Socket client = connect(IPV4, port)) {
        client.getOutputStream().write(sent);
        client.shutdownOutput();
        assertArrayEquals(sent, client.getInputStream().readAllBytes(), "connection " + i);
      }
    }
    return count;
  }

  private static Socket connect(InetAddress host, int port) throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(host, port), Client.LIMIT_MILLIS);
    socket.setSoTimeout(Client.LIMIT_MILLIS);
    return socket;
  }

  /** Sends one pseudo-random stream while it takes another, and holds that to its checksum. */
  private static Void transfer(Socket socket, int out, int in, int bytes) throws IOException {
    try (ExecutorService sender = Executors.newSingleThreadExecutor()) {
      Future<Long> sent = sender.submit((Callable<Long>) () -> send(socket, out, bytes));
      CRC32 crc = new CRC32();
      byte[] buffer = new byte[1 << 17];
      InputStream from = socket.getInputStream();
      long received = 0;
      for (int n = from.read(buffer); n > 0; n = from.read(buffer)) {
        crc.update(buffer, 0, n);
        received += n;
      }
      assertEquals(bytes, received, "bytes of stream " + in);
      assertEquals(checksum(in, bytes), crc.getValue(), "stream " + in);
      sent.get(300, TimeUnit.SECONDS);
      return null;
    } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
      throw new IOException(e);
    } catch (java.util.concurrent.TimeoutException e) {
      throw new IOException("the sender did not end", e);
    }
  }

  private static long send(Socket socket, int seed, int bytes) throws IOException {
    OutputStream to = socket.getOutputStream();
    byte[] block = block(seed);
    for (int at = 0; at < bytes; at += block.length) {
      to.write(mark(block, at));
    }
    socket.shutdownOutput();
    return bytes;
  }

  private static long checksum(int seed, int bytes) {
    CRC32 crc = new CRC32();
    byte[] block = block(seed);
    for (int at = 0; at < bytes; at += block.length) {
      crc.update(mark(block, at));
    }
    return crc.getValue();
  }

  private static byte[] block(int seed) {
    byte[] block = new byte[1 << 16];
    new Random(seed).nextBytes(block);
    return block;
  }

  /** No two blocks are the same: one lost, doubled or out of its turn changes the checksum. */
  private static byte[] mark(byte[] block, int at) {
    ByteBuffer.wrap(block).putInt(block.length / 2, at);
    return block;
  }

  /** Serves one client after the other. */
  private static final class EchoTarget extends Target {
    EchoTarget(InetAddress address) throws IOException {
      super(
          address,
          socket -> {
            byte[] all = new DataInputStream(socket.getInputStream()).readAllBytes();
            socket.getOutputStream().write(all);
            return null;
          });
    }
  }
}
