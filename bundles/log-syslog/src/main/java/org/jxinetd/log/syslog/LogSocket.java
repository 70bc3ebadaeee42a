package org.jxinetd.log.syslog;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jxinetd.api.log.LinesLost;
import org.jxinetd.linux.Errno;
import org.jxinetd.linux.Fd;
import org.jxinetd.linux.LocalSockets;
import org.jxinetd.linux.OsException;
import org.jxinetd.linux.Poller;
import org.jxinetd.linux.Sockets;

/**
 * The one connection with the syslog daemon. It is made when the first message goes out and again
 * when the daemon was restarted; one that is absent is tried anew with each batch. A daemon that
 * takes nothing holds the log up for a moment only. Many threads, one at a time.
 */
final class LogSocket {

  /** Nobody is asked to wait again until this time is over. */
  private static final long REST_NANOS = Duration.ofSeconds(5).toNanos();

  private final Path path;
  private final long patienceNanos;
  private Fd fd; // null while not connected
  private boolean failing;
  private long restUntil = System.nanoTime();

  /**
   * @param patience how long one batch waits for a daemon whose queue is full
   */
  LogSocket(Path path, Duration patience) {
    this.path = path;
    this.patienceNanos = patience.toNanos();
  }

  /**
   * Sends messages in order.
   *
   * @throws LinesLost when some are lost
   */
  synchronized void send(List<byte[]> messages) throws IOException {
    if (messages.isEmpty()) {
      if (failing) {
        throw new LinesLost(path + ": the last message was not taken", 0, null);
      }
      return;
    }
    long deadline = System.nanoTime() + patienceNanos;
    int sent = 0;
    try {
      for (byte[] message : messages) {
        send(message, deadline);
        sent++;
      }
      failing = false;
    } catch (OsException failure) {
      failing = true;
      throw new LinesLost(failure.getMessage(), messages.size() - sent, failure);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LinesLost("interrupted", messages.size() - sent, e);
    }
  }

  private void send(byte[] message, long deadline) throws OsException, InterruptedException {
    if (fd == null) {
      connect();
    }
    try {
      write(message, deadline);
    } catch (OsException failure) {
      if (failure.errno() == Errno.ETIMEDOUT || failure.errno() == Errno.EMSGSIZE) {
        throw failure;
      }
      close(); // the daemon went away; a new one may have come
      connect();
      write(message, deadline);
    }
  }

  private void write(byte[] message, long deadline) throws OsException, InterruptedException {
    while (Sockets.write(fd, message, 0, message.length) == Sockets.WOULD_BLOCK) {
      long now = System.nanoTime();
      long left = now - restUntil < 0 ? 0 : deadline - now;
      if (left <= 0 || !Poller.await(fd, Poller.WRITE, left)) {
        if (now - restUntil >= 0) {
          restUntil = System.nanoTime() + REST_NANOS;
        }
        throw new OsException("write", path.toString(), Errno.ETIMEDOUT);
      }
    }
  }

  private void connect() throws OsException {
    Fd fresh = LocalSockets.openDatagram();
    try {
      LocalSockets.connect(fresh, path);
      fd = fresh;
    } finally {
      if (fd != fresh) {
        fresh.close();
      }
    }
  }

  Path path() {
    return path;
  }

  /** Closes the connection; the next message makes a new one. */
  synchronized void close() {
    if (fd != null) {
      fd.close();
      fd = null;
    }
  }
}
