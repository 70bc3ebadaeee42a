package org.jxinetd.handler.exec;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jxinetd.linux.Fd;
import org.jxinetd.linux.OsException;
import org.jxinetd.linux.Poller;
import org.jxinetd.linux.Sockets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what one server writes to its standard error, until nobody has the other end any more, and
 * writes it line by line into the daemon log. Long lines are cut; lines beyond the budget are
 * counted instead, and read all the same: a server never waits for the log.
 */
final class ErrorLines {

  private static final Logger LOG = LoggerFactory.getLogger(ErrorLines.class);
  private static final int LONGEST_LINE = 1024;

  private final String service;
  private final Fd pipe;
  private final LineBudget budget;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean started; // the session's thread
  private long pid;

  ErrorLines(String service, Fd pipe, LineBudget budget) {
    this.service = service;
    this.pipe = pipe;
    this.budget = budget;
  }

  /** Begins to read, on a thread of its own that ends with the last writer. */
  void start(long server) {
    started = true;
    pid = server;
    Thread.ofVirtual().name("stderr-" + server).start(this::run);
  }

  /** Nothing was started: nobody will write. */
  void abandon() {
    if (!started) {
      pipe.close();
    }
  }

  private void run() {
    byte[] some = new byte[4096];
    try (Fd fd = pipe) {
      while (true) {
        int n = Sockets.read(fd, some, 0, some.length);
        if (n == Sockets.END) {
          break;
        }
        if (n == Sockets.WOULD_BLOCK) {
          boolean ready = Poller.await(fd, Poller.READ, 0);
          assert ready;
        }
        for (int i = 0; i < n; i++) {
          take(some[i]);
        }
      }
      flush();
      tellDropped();
    } catch (OsException e) {
      LOG.error("service {}: messages of server {} are lost: {}", service, pid, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void take(byte b) {
    if (b == '\n') {
      flush();
    } else if (line.size() < LONGEST_LINE) {
      line.write(b);
    }
  }

  private void flush() {
    if (line.size() == 0) {
      return;
    }
    if (budget.take(System.nanoTime())) {
      tellDropped();
      LOG.info("{}[{}]: {}", service, pid, line.toString(StandardCharsets.UTF_8));
    }
    line.reset();
  }

  private void tellDropped() {
    long dropped = budget.takeDropped();
    if (dropped > 0) {
      LOG.warn("service {}: {} lines of its servers' stderr were dropped", service, dropped);
    }
  }
}
