package org.jxinetd.itests;

import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many clients of one echoing service, one after the other in each of a few threads: friends, each
 * of whom must be served, and now and then a stranger, none of whom may be.
 */
public final class Crowd implements AutoCloseable {
  private static final int THREADS = 8;
  private static final int STRANGER_EVERY = 20;

  private final int port;
  private final int size;
  private final String stranger;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger served = new AtomicInteger();
  private final AtomicInteger strangersServed = new AtomicInteger();
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final List<Future<?>> running = new ArrayList<>();

  /**
   * @param size how many clients
   * @param stranger the address of those who must not get in
   */
  public Crowd(int port, int size, String stranger) {
    this.port = port;
    this.size = size;
    this.stranger = stranger;
  }

  public Crowd start() {
    for (int i = 0; i < THREADS; i++) {
      running.add(
          threads.submit(
              () -> {
                comeOneAfterTheOther();
                return null;
              }));
    }
    return this;
  }

  private void comeOneAfterTheOther() throws IOException {
    for (int i = next.getAndIncrement(); i < size; i = next.getAndIncrement()) {
      if (i % STRANGER_EVERY == 0) {
        if (Client.isAdmitted(port, stranger)) {
          strangersServed.incrementAndGet();
        }
      } else {
        friend(i);
      }
    }
  }

  /** From many addresses, so that no pair of address and port comes twice. */
  private void friend(int i) throws IOException {
    try (Client client = Client.connect(port, "127.0.1." + (1 + i % 200))) {
      if (!client.send("?").read(1).equals("?")) {
        throw new AssertionError("client " + i + " was turned away");
      }
      served.incrementAndGet();
    } catch (SocketException e) {
      throw new AssertionError("client " + i + " was turned away: " + e.getMessage(), e);
    }
  }

  /** How many have come so far. */
  public int come() {
    return Math.min(next.get(), size);
  }

  public boolean isDone() {
    return running.stream().allMatch(Future::isDone);
  }

  /** Waits for the last one; fails when a friend was turned away. */
  public int served() throws InterruptedException {
    for (Future<?> each : running) {
      try {
        each.get();
      } catch (ExecutionException e) {
        throw new AssertionError(e.getCause().getMessage(), e.getCause());
      }
    }
    return served.get();
  }

  public int strangersServed() {
    return strangersServed.get();
  }

  public int friends() {
    return size - (size + STRANGER_EVERY - 1) / STRANGER_EVERY;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
