package org.jxinetd.handler.redirect;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jxinetd.api.handler.Outcome;
import org.jxinetd.api.handler.Running;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RelayTest {

  private static final long BULK = 256L << 20;

  private final Setup setup = new Setup();

  @AfterEach
  void close() {
    setup.close();
  }

  @Test
  void carriesBothDirectionsAtOnceWithoutLoss() throws Exception {
    try (ServerSocket target = Loopback.listen();
        Front front = setup.front(Setup.to(target).build());
        Socket client = front.connect()) {
      CompletableFuture<Long> atTarget = new CompletableFuture<>();
      CompletableFuture<Void> served =
          Loopback.once(target, s -> atTarget.complete(exchange(s, 1, 2)));

      long atClient = exchange(client, 2, 1);

      served.get(30, TimeUnit.SECONDS);
      assertEquals(checksum(2), atTarget.join());
      assertEquals(checksum(1), atClient);
      assertEquals(new Outcome.Relayed(BULK, BULK), front.outcome());
    }
  }

  /** Sends one stream while it takes another; returns the checksum of what came. */
  private static long exchange(Socket socket, int seed, int expected) throws IOException {
    Thread sender =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    send(socket.getOutputStream(), seed);
                    socket.shutdownOutput();
                  } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                  }
                });
    CRC32 crc = new CRC32();
    byte[] buffer = new byte[1 << 17];
    long total = 0;
    InputStream in = socket.getInputStream();
    for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
      crc.update(buffer, 0, n);
      total += n;
    }
    assertEquals(BULK, total, "stream " + expected);
    try {
      sender.join();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    return crc.getValue();
  }

  private static void send(OutputStream out, int seed) throws IOException {
    byte[] block = block(seed);
    for (long sent = 0; sent < BULK; sent += block.length) {
      mark(block, sent);
      out.write(block);
    }
  }

  private static byte[] block(int seed) {
    byte[] block = new byte[1 << 17];
    new Random(seed).nextBytes(block);
    return block;
  }

  /** No two blocks are the same: one lost, doubled or out of its turn changes the checksum. */
  private static void mark(byte[] block, long at) {
    ByteBuffer.wrap(block).putLong(block.length / 2, at);
  }

  private static long checksum(int seed) {
    byte[] block = block(seed);
    CRC32 crc = new CRC32();
    for (long at = 0; at < BULK; at += block.length) {
      mark(block, at);
      crc.update(block);
    }
    return crc.getValue();
  }

  @Test
  void servesTwoThousandShortConnections() throws Exception {
    try (ServerSocket target = Loopback.listen();
        Front front = setup.front(Setup.to(target).build())) {
      Loopback.always(target, Loopback::cat);
      for (int i = 0; i < 2000; i++) {
        try (Socket client = front.connect()) {
          byte[] text = ("client " + i).getBytes(US_ASCII);
          client.getOutputStream().write(text);
          client.shutdownOutput();
          assertArrayEquals(text, client.getInputStream().readAllBytes());
        }
      }
      for (int i = 0; i < 2000; i++) {
        Outcome.Relayed relayed = (Outcome.Relayed) front.outcome();
        assertEquals(relayed.in(), relayed.out());
      }
    }
  }

  @Test
  void passesTheHalfCloseOfTheClientOn() throws Exception {
    try (ServerSocket target = Loopback.listen();
        Front front = setup.front(Setup.to(target).build());
        Socket client = front.connect()) {
      Loopback.serveNext(target, Loopback::cat);
      byte[] text = new byte[5003];
      new Random(3).nextBytes(text);
      client.getOutputStream().write(text);
      client.shutdownOutput();
      assertArrayEquals(text, client.getInputStream().readAllBytes());
      assertEquals(new Outcome.Relayed(5003, 5003), front.outcome());
    }
  }

  @Test
  void passesTheHalfCloseOfTheTargetOn() throws Exception {
    try (ServerSocket target = Loopback.listen();
        Front front = setup.front(Setup.to(target).build());
        Socket client = front.connect()) {
      CompletableFuture<byte[]> got = new CompletableFuture<>();
      Loopback.serveNext(
          target,
          s -> {
            s.getOutputStream().write("all I have to say".getBytes(US_ASCII));
            s.shutdownOutput();
            got.complete(s.getInputStream().readAllBytes());
          });
      assertEquals(
          "all I have to say", new String(client.getInputStream().readAllBytes(), US_ASCII));
      client.getOutputStream().write("but I go on".getBytes(US_ASCII));
      client.shutdownOutput();
      assertEquals("but I go on", new String(got.get(10, TimeUnit.SECONDS), US_ASCII));
      assertEquals(new Outcome.Relayed(11, 17), front.outcome());
    }
  }

  @Test
  void givesTheClientTheWholeAnswerOfTargetThatStopsListening() throws Exception {
    try (ServerSocket target = Loopback.listen();
        Front front = setup.front(Setup.to(target).build());
        Socket client = front.connect()) {
      byte[] answer = new byte[1 << 15];
      new Random(4).nextBytes(answer);
      Loopback.serveNext(
          target,
          s -> {
            assertTrue(s.getInputStream().read() >= 0);
            s.getOutputStream().write(answer);
          });
      client.getOutputStream().write('x');
      byte[] got = new byte[answer.length];
      got[0] = (byte) client.getInputStream().read(); // now the target is about to go
      byte[] block = new byte[1 << 16];
      for (int i = 0; i < 64; i++) {
        client.getOutputStream().write(block);
      }
      client.shutdownOutput();
      new DataInputStream(client.getInputStream()).readFully(got, 1, got.length - 1);
      assertArrayEquals(answer, got);
      assertEquals(-1, client.getInputStream().read());
      assertEquals(answer.length, ((Outcome.Relayed) front.outcome()).out());
    }
  }

  @Test
  void resetsTheTargetWhenTheClientIsReset() throws Exception {
    try (ServerSocket target = Loopback.listen();
        Front front = setup.front(Setup.to(target).build())) {
      CompletableFuture<Void> began = new CompletableFuture<>();
      CompletableFuture<Void> served =
          Loopback.once(
              target,
              s -> {
                assertEquals('x', s.getInputStream().read());
                began.complete(null);
                assertThrows(SocketException.class, () -> s.getInputStream().read());
              });
      try (Socket client = front.connect()) {
        client.getOutputStream().write('x');
        began.get(10, TimeUnit.SECONDS);
        client.setSoLinger(true, 0);
      }
      served.get(10, TimeUnit.SECONDS);
      assertEquals(new Outcome.Relayed(1, 0), front.outcome());
    }
  }

  @Test
  void resetsTheClientWhenTheTargetIsReset() throws Exception {
    try (ServerSocket target = Loopback.listen();
        Front front = setup.front(Setup.to(target).build());
        Socket client = front.connect()) {
      Loopback.serveNext(
          target,
          s -> {
            s.getInputStream().read();
            s.setSoLinger(true, 0);
          });
      client.getOutputStream().write('x');
      assertThrows(SocketException.class, () -> client.getInputStream().read());
      assertEquals(new Outcome.Relayed(1, 0), front.outcome());
    }
  }

  @Test
  void slowsTheSenderOfSlowReceiverDown() throws Exception {
    try (ServerSocket target = Loopback.listen();
        Front front = setup.front(Setup.to(target).build());
        SocketChannel client = SocketChannel.open();
        Selector selector = Selector.open()) {
      client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), front.at().port()));
      client.configureBlocking(false);
      SelectionKey key = client.register(selector, SelectionKey.OP_WRITE);
      CompletableFuture<Void> stalled = new CompletableFuture<>();
      CompletableFuture<Long> got = new CompletableFuture<>();
      Loopback.serveNext(
          target,
          s -> {
            stalled.join();
            got.complete(s.getInputStream().transferTo(OutputStream.nullOutputStream()));
          });
      ByteBuffer block = ByteBuffer.allocateDirect(1 << 16);
      long sent = 0;
      while (selector.select(500) > 0) {
        selector.selectedKeys().clear();
        sent += client.write(block.clear());
        assertTrue(sent < 64 << 20, "nothing slows the sender down");
      }
      stalled.complete(null);
      key.cancel();
      client.shutdownOutput();
      assertEquals(sent, got.get(10, TimeUnit.SECONDS));
      assertEquals(new Outcome.Relayed(sent, 0), front.outcome());
    }
  }

  @Test
  void endsBothLegsWhenItIsTerminated() throws Exception {
    try (ServerSocket target = Loopback.listen();
        Front front = setup.front(Setup.to(target).build());
        Socket client = front.connect()) {
      CompletableFuture<Void> served =
          Loopback.once(target, s -> assertEquals(-1, s.getInputStream().read()));
      Running running = front.started.poll(10, TimeUnit.SECONDS);
      assertEquals(0, running.pid());
      running.terminate();
      assertEquals(-1, client.getInputStream().read());
      served.get(10, TimeUnit.SECONDS);
      front.outcome();
    }
  }

  @Test
  void endsWhenNothingMovesForTheIdleTime() throws Exception {
    try (ServerSocket target = Loopback.listen();
        Front front =
            setup.front(Setup.to(target).attribute("redirect_idle_timeout", "1").build());
        Socket client = front.connect()) {
      Loopback.always(target, Loopback::cat);
      long begin = System.nanoTime();
      client.getOutputStream().write('x');
      assertEquals('x', client.getInputStream().read());
      assertEquals(-1, client.getInputStream().read());
      assertTrue(System.nanoTime() - begin >= TimeUnit.MILLISECONDS.toNanos(990));
      assertEquals(new Outcome.Relayed(1, 1), front.outcome());
    }
  }

  @Test
  void staysWithoutAnIdleTimeWhileDataMovesInOneDirectionOnly() throws Exception {
    try (ServerSocket target = Loopback.listen();
        Front front =
            setup.front(Setup.to(target).attribute("redirect_idle_timeout", "1").build());
        Socket client = front.connect()) {
      Loopback.serveNext(
          target,
          s -> {
            s.setSoTimeout(100); // the pace of the test: one byte each time nothing came
            for (int i = 0; i < 20; i++) {
              assertThrows(java.net.SocketTimeoutException.class, () -> s.getInputStream().read());
              s.getOutputStream().write(i);
            }
          });
      assertEquals(20, client.getInputStream().readAllBytes().length);
    }
  }
}
