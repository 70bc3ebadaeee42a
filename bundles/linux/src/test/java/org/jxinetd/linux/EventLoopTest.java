package org.jxinetd.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventLoopTest {

  private final EventLoop loop = new EventLoop("loop-" + System.nanoTime());
  private final LocalSockets.Pair pair = pair();

  private static LocalSockets.Pair pair() {
    try {
      return LocalSockets.packetPair();
    } catch (OsException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void close() {
    pair.one().close();
    pair.other().close();
  }

  /** Keeps what it is told. */
  private static class Told extends EventLoop.Watcher {
    final BlockingQueue<Integer> events = new LinkedBlockingQueue<>();

    @Override
    protected void ready(int now) {
      events.add(now);
    }

    int next() throws InterruptedException {
      Integer next = events.poll(20, TimeUnit.SECONDS);
      assertNotNull(next, "nothing happened");
      return next;
    }
  }

  private void send(String text) throws OsException {
    byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    assertEquals(bytes.length, Sockets.write(pair.other(), bytes, 0, bytes.length));
  }

  @Test
  void tellsWhatIsReadyAtOnceAndThenWhatChanges() throws Exception {
    Told told = new Told();
    loop.watch(pair.one(), told);
    assertEquals(EventLoop.WRITE, told.next());
    send("a");
    assertEquals(EventLoop.READ | EventLoop.WRITE, told.next());
    assertNull(
        told.events.poll(50, TimeUnit.MILLISECONDS), "what is left unread is not told again");
    send("b");
    assertEquals(EventLoop.READ | EventLoop.WRITE, told.next());
    Sockets.shutdownOutput(pair.other());
    int end = told.next();
    assertEquals(EventLoop.READ | EventLoop.END, end & (EventLoop.READ | EventLoop.END));
    loop.unwatch(told);
  }

  @Test
  void saysNothingToThoseWhoDoNotWatchAnyMore() throws Exception {
    Told told = new Told();
    loop.watch(pair.one(), told);
    assertEquals(EventLoop.WRITE, told.next());
    loop.unwatch(told);
    loop.unwatch(told);
    Told other = new Told();
    try (Fd mark = pair().one()) {
      send("a");
      loop.watch(mark, other); // is told after all that came before
      other.next();
      assertTrue(told.events.isEmpty());
      loop.unwatch(other);
    }
  }

  @Test
  void watchesOneDescriptorWithOneWatcher() throws Exception {
    Told told = new Told();
    loop.watch(pair.one(), told);
    assertThrows(IllegalStateException.class, () -> loop.watch(pair.other(), told));
    OsException twice = assertThrows(OsException.class, () -> loop.watch(pair.one(), new Told()));
    assertTrue(twice.getMessage().contains("epoll_ctl"), twice.getMessage());
    loop.unwatch(told);
    pair.one().close();
    assertThrows(OsException.class, () -> loop.watch(pair.one(), told));
    Told again = new Told();
    loop.watch(pair.other(), again);
    again.next();
    loop.unwatch(again);
  }

  @Test
  void goesOnWhenWatcherFails() throws Exception {
    CompletableFuture<Void> called = new CompletableFuture<>();
    EventLoop.Watcher failing =
        new EventLoop.Watcher() {
          @Override
          protected void ready(int events) {
            called.complete(null);
            throw new IllegalStateException("bug");
          }
        };
    loop.watch(pair.one(), failing);
    called.get(20, TimeUnit.SECONDS);
    Told told = new Told();
    loop.watch(pair.other(), told);
    assertEquals(EventLoop.WRITE, told.next());
    loop.unwatch(told);
  }

  @Test
  void runsWhatIsDeferredAfterOthersAndWhatIsScheduledWhenItIsDue() throws Exception {
    List<String> order = new CopyOnWriteArrayList<>();
    CompletableFuture<Duration> due = new CompletableFuture<>();
    EventLoop.Watcher watcher =
        new EventLoop.Watcher() {
          @Override
          protected void ready(int events) {
            long begin = System.nanoTime();
            EventLoop.Timer cancelled = loop.schedule(1, () -> order.add("cancelled"));
            loop.schedule(
                TimeUnit.MILLISECONDS.toNanos(30),
                () -> due.complete(Duration.ofNanos(System.nanoTime() - begin)));
            loop.schedule(TimeUnit.MILLISECONDS.toNanos(10), () -> order.add("scheduled"));
            loop.defer(
                () -> {
                  order.add("deferred");
                  loop.defer(() -> order.add("deferred again"));
                });
            loop.cancel(cancelled);
            loop.cancel(cancelled);
            order.add("ready");
          }
        };
    loop.watch(pair.one(), watcher);
    Duration took = due.get(20, TimeUnit.SECONDS);
    assertEquals(List.of("ready", "deferred", "deferred again", "scheduled"), order);
    assertTrue(took.toMillis() >= 30, "after " + took);
    loop.unwatch(watcher);
  }

  @Test
  void hasThreadOnlyWhileSomebodyWatches() throws Exception {
    CompletableFuture<Thread> on = new CompletableFuture<>();
    EventLoop.Watcher first =
        new EventLoop.Watcher() {
          @Override
          protected void ready(int events) {
            on.complete(Thread.currentThread());
          }
        };
    loop.watch(pair.one(), first);
    Thread thread = on.get(20, TimeUnit.SECONDS);
    assertTrue(thread.isDaemon());
    assertFalse(thread.join(Duration.ofSeconds(6)), "it stays while somebody watches");
    loop.unwatch(first);
    assertTrue(thread.join(Duration.ofSeconds(20)), "it ends when nobody does");
    Told again = new Told();
    loop.watch(pair.other(), again);
    assertEquals(Optional.of(EventLoop.WRITE), Optional.of(again.next()));
    loop.unwatch(again);
  }
}
