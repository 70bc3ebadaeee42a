package org.jxinetd.itests;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that come and go all the time, a few for each port: each sends a byte, wants it back and
 * closes. What goes wrong is counted and kept.
 */
final class Load implements AutoCloseable {
  private static final int KEPT = 20;

  private final List<Thread> threads = new ArrayList<>();
  private final AtomicLong served = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong longestNanos = new AtomicLong();
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
  private volatile boolean ending;

  static Load on(int... ports) {
    Load load = new Load();
    for (int port : ports) {
      Thread thread = Thread.ofPlatform().name("load-" + port).unstarted(() -> load.run(port));
      load.threads.add(thread);
    }
    load.threads.forEach(Thread::start);
    return load;
  }

  private void run(int port) {
    while (!ending) {
      long begin = System.nanoTime();
      try (Client client = Client.connect(port).leavingNothing()) {
        String back = client.send("x").read(1);
        if (back.equals("x")) {
          served.incrementAndGet();
        } else {
          lose(port, "nothing came back");
        }
      } catch (IOException e) {
        lose(port, e.toString());
      }
      longestNanos.accumulateAndGet(System.nanoTime() - begin, Math::max);
    }
  }

  private void lose(int port, String why) {
    if (lost.incrementAndGet() <= KEPT) {
      failures.add("port " + port + ": " + why);
    }
  }

  long served() {
    return served.get();
  }

  long lost() {
    return lost.get();
  }

  long longestMillis() {
    return longestNanos.get() / 1_000_000;
  }

  List<String> failures() {
    return List.copyOf(failures);
  }

  @Override
  public void close() {
    end();
  }

  /** Waits for the last client of each thread. */
  void end() {
    ending = true;
    for (Thread thread : threads) {
      try {
        thread.join(Client.LIMIT_MILLIS * 2L);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
