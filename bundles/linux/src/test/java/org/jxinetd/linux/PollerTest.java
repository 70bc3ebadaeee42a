package org.jxinetd.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PollerTest {

  /** A virtual thread that waits. */
  private record Waiter(Thread thread, FutureTask<Boolean> task) {

    static Waiter start(Callable<Boolean> call) {
      FutureTask<Boolean> task = new FutureTask<>(call);
      return new Waiter(Thread.ofVirtual().start(task), task);
    }

    static Waiter on(Fd fd, int events) {
      return start(() -> Poller.await(fd, events, Loopback.LONGEST));
    }

    Waiter parked() {
      long deadline = System.nanoTime() + Loopback.LONGEST;
      while (thread.getState() != Thread.State.WAITING
          && thread.getState() != Thread.State.TIMED_WAITING) {
        assertTrue(System.nanoTime() < deadline, "does not wait: " + thread.getState());
        Thread.onSpinWait();
      }
      return this;
    }

    boolean get() throws Exception {
      return task.get(20, TimeUnit.SECONDS);
    }

    Throwable failure() {
      return assertThrows(ExecutionException.class, this::get).getCause();
    }
  }

  /** Fills the buffers of a connection; returns how many bytes they took. */
  private static int fill(Fd fd) throws OsException {
    byte[] zeros = new byte[16_384];
    int sum = 0;
    int n;
    while ((n = Sockets.write(fd, zeros, 0, zeros.length)) != Sockets.WOULD_BLOCK) {
      sum += n;
    }
    return sum;
  }

  @Test
  void givesUpWhenTheTimeIsOver() throws Exception {
    try (Loopback loopback = Loopback.open()) {
      long limit = Duration.ofMillis(60).toNanos();
      long start = System.nanoTime();
      assertFalse(Poller.await(loopback.fd(), Poller.READ, limit));
      assertTrue(System.nanoTime() - start >= limit);
      loopback.client().getOutputStream().write(1);
      assertTrue(Poller.await(loopback.fd(), Poller.READ, Loopback.LONGEST), "again");
    }
  }

  @Test
  void isReadyAgainAndAgainWhileDataIsThere() throws Exception {
    try (Loopback loopback = Loopback.open()) {
      loopback.client().getOutputStream().write(1);
      for (int i = 0; i < 100; i++) {
        assertTrue(Poller.await(loopback.fd(), Poller.READ, Loopback.LONGEST));
        assertTrue(Poller.await(loopback.fd(), Poller.WRITE, Loopback.LONGEST));
      }
    }
  }

  @Test
  void letsAReaderAndAWriterWaitOnOneDescriptor() throws Exception {
    try (Loopback loopback = Loopback.open()) {
      int filled = fill(loopback.fd());
      Waiter reader = Waiter.on(loopback.fd(), Poller.READ).parked();
      Waiter writer = Waiter.on(loopback.fd(), Poller.WRITE).parked();
      loopback.client().getOutputStream().write(1);
      assertTrue(reader.get());
      assertFalse(writer.task().isDone(), "the buffer is still full");
      Waiter second = Waiter.on(loopback.fd(), Poller.READ);
      assertTrue(second.get());
      loopback.client().getInputStream().readNBytes(filled);
      assertTrue(writer.get());
    }
  }

  @Test
  void countsTheEndAsReady() throws Exception {
    try (Loopback loopback = Loopback.open()) {
      assertTrue(fill(loopback.fd()) > 0);
      Waiter reader = Waiter.on(loopback.fd(), Poller.READ).parked();
      Waiter writer = Waiter.on(loopback.fd(), Poller.WRITE).parked();
      loopback.client().setSoLinger(true, 0);
      loopback.client().close();
      assertTrue(reader.get());
      assertTrue(writer.get());
    }
  }

  @Test
  void refusesASecondReader() throws Exception {
    try (Loopback loopback = Loopback.open()) {
      Waiter first = Waiter.on(loopback.fd(), Poller.READ).parked();
      assertThrows(IllegalStateException.class, () -> Poller.await(loopback.fd(), Poller.READ, 1));
      loopback.client().getOutputStream().write(1);
      assertTrue(first.get());
      assertThrows(IllegalArgumentException.class, () -> Poller.await(loopback.fd(), 3, 1));
    }
  }

  @Test
  void wakesWhoIsInterrupted() throws Exception {
    try (Loopback loopback = Loopback.open()) {
      Waiter waiter = Waiter.start(() -> Poller.await(loopback.fd(), Poller.READ, 0)).parked();
      waiter.thread().interrupt();
      assertInstanceOf(InterruptedException.class, waiter.failure());
      loopback.client().getOutputStream().write(1);
      assertTrue(Poller.await(loopback.fd(), Poller.READ, Loopback.LONGEST), "no trace is left");
    }
  }

  @Test
  void wakesBothWaitersWhenTheDescriptorIsClosed() throws Exception {
    try (Loopback loopback = Loopback.open()) {
      assertTrue(fill(loopback.fd()) > 0);
      Waiter reader = Waiter.start(() -> Poller.await(loopback.fd(), Poller.READ, 0)).parked();
      Waiter writer = Waiter.start(() -> Poller.await(loopback.fd(), Poller.WRITE, 0)).parked();
      loopback.fd().close();
      for (Waiter waiter : List.of(reader, writer)) {
        assertEquals(Errno.EBADF, assertInstanceOf(OsException.class, waiter.failure()).errno());
      }
      OsException e =
          assertThrows(OsException.class, () -> Poller.await(loopback.fd(), Poller.READ, 1));
      assertEquals(Errno.EBADF, e.errno());
    }
  }

  @Test
  void forgetsWithoutClosing() throws Exception {
    try (Loopback loopback = Loopback.open()) {
      Poller.forget(loopback.fd()); // nobody waits: nothing to forget
      Waiter waiter = Waiter.start(() -> Poller.await(loopback.fd(), Poller.READ, 0)).parked();
      Poller.forget(loopback.fd());
      Poller.forget(loopback.fd());
      assertInstanceOf(OsException.class, waiter.failure());
      assertTrue(loopback.fd().isOpen());
    }
  }

  @Test
  void wakesNobodyForTheFormerOwnerOfANumber() throws Exception {
    for (int i = 0; i < 200; i++) {
      try (Loopback old = Loopback.open()) {
        int number = old.fd().number();
        Waiter former = Waiter.on(old.fd(), Poller.READ).parked();
        old.client().getOutputStream().write(1); // the event is on its way
        old.fd().close();
        try (Fd owner = Loopback.listenerWith(number)) {
          assertFalse(Poller.await(owner, Poller.READ, Duration.ofMillis(2).toNanos()));
        }
        assertTrue(former.task().isDone() || former.thread().join(Duration.ofSeconds(20)));
      }
    }
  }

  @Test
  void letsTwoThousandWaitAtOnce() throws Exception {
    List<Loopback> all = new ArrayList<>();
    try {
      List<Waiter> waiters = new ArrayList<>();
      for (int i = 0; i < 2000; i++) {
        Loopback loopback = Loopback.open();
        all.add(loopback);
        waiters.add(Waiter.start(() -> Poller.await(loopback.fd(), Poller.READ, 0)));
      }
      for (Waiter waiter : waiters) {
        assertFalse(waiter.parked().task().isDone());
      }
      for (Loopback loopback : all) {
        loopback.client().getOutputStream().write(1);
      }
      for (Waiter waiter : waiters) {
        assertTrue(waiter.get());
      }
    } finally {
      for (Loopback loopback : all) {
        loopback.close();
      }
    }
  }
}
