package org.jxinetd.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SocketConnectionTest {

  private static SocketConnection over(Loopback loopback) throws OsException {
    return new SocketConnection(loopback.fd(), loopback.peer(), Sockets.local(loopback.fd()));
  }

  private static <T> FutureTask<T> start(Callable<T> call) {
    FutureTask<T> task = new FutureTask<>(call);
    Thread thread = Thread.ofVirtual().start(task);
    assertTrue(thread.isVirtual());
    return task;
  }

  private static Throwable failure(FutureTask<?> task) {
    return assertThrows(ExecutionException.class, () -> task.get(20, TimeUnit.SECONDS)).getCause();
  }

  @Test
  void movesMoreThanBuffersHold() throws Exception {
    try (Loopback loopback = Loopback.open()) {
      SocketConnection connection = over(loopback);
      byte[] data = new byte[5_000_000];
      new Random(1).nextBytes(data);
      FutureTask<byte[]> echoed =
          start(
              () -> {
                connection.out().write(data);
                connection.shutdownOutput();
                return connection.in().readAllBytes();
              });
      assertArrayEquals(data, loopback.client().getInputStream().readAllBytes());
      loopback.client().getOutputStream().write(data);
      loopback.client().shutdownOutput();
      assertArrayEquals(data, echoed.get(20, TimeUnit.SECONDS));
      assertEquals(-1, connection.in().read());
    }
  }

  @Test
  void knowsBothEnds() throws Exception {
    try (Loopback loopback = Loopback.open()) {
      SocketConnection connection = over(loopback);
      assertEquals(loopback.client().getLocalPort(), connection.peer().port());
      assertEquals(loopback.client().getPort(), connection.local().port());
    }
  }

  @Test
  void readsSingleBytesUnsigned() throws Exception {
    try (Loopback loopback = Loopback.open()) {
      SocketConnection connection = over(loopback);
      loopback.client().getOutputStream().write(new byte[] {-1, 0});
      assertEquals(255, connection.in().read());
      assertEquals(0, connection.in().read());
      assertEquals(0, connection.in().read(new byte[0]));
      connection.out().write(254);
      assertEquals(254, loopback.client().getInputStream().read());
    }
  }

  @Test
  void limitsTheWaitOfARead() throws Exception {
    try (Loopback loopback = Loopback.open()) {
      SocketConnection connection = over(loopback);
      connection.readTimeout(Duration.ofMillis(30));
      assertThrows(SocketTimeoutException.class, () -> connection.in().read());
      connection.readTimeout(Duration.ZERO);
      loopback.client().getOutputStream().write(9);
      assertEquals(9, connection.in().read());
      assertThrows(
          IllegalArgumentException.class, () -> connection.readTimeout(Duration.ofNanos(-1)));
    }
  }

  @Test
  void endsAReaderAndAWriterWhenItIsClosed() throws Exception {
    try (Loopback loopback = Loopback.open()) {
      SocketConnection connection = over(loopback);
      FutureTask<Integer> reader = start(() -> connection.in().read());
      FutureTask<Integer> writer =
          start(
              () -> {
                connection.out().write(new byte[20_000_000]);
                return 0;
              });
      loopback.client().getInputStream().readNBytes(100_000); // both are at work
      connection.close();
      assertInstanceOf(IOException.class, failure(reader));
      assertInstanceOf(IOException.class, failure(writer));
      assertThrows(IOException.class, () -> connection.in().read());
      assertThrows(IOException.class, () -> connection.out().write(1));
      assertTrue(loopback.fd().isOpen(), "the owner closes the descriptor");
      loopback.fd().close();
      connection.close();
    }
  }

  @Test
  void discardsInputAfterShutdown() throws Exception {
    try (Loopback loopback = Loopback.open()) {
      SocketConnection connection = over(loopback);
      connection.shutdownInput();
      assertEquals(-1, connection.in().read());
      connection.out().write("bye".getBytes(StandardCharsets.US_ASCII));
      connection.close();
      assertEquals("bye", loopback.rest());
    }
  }

  @Test
  void keepsTheInterruptOfAReader() throws Exception {
    try (Loopback loopback = Loopback.open()) {
      SocketConnection connection = over(loopback);
      FutureTask<Boolean> interrupted =
          start(
              () -> {
                Thread.currentThread().interrupt();
                assertThrows(InterruptedIOException.class, () -> connection.in().read());
                return Thread.interrupted();
              });
      assertTrue(interrupted.get(20, TimeUnit.SECONDS));
    }
  }
}
