package org.jxinetd.linux;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;
import org.jxinetd.api.handler.Connection;
import org.jxinetd.api.service.Endpoint;

/**
 * A client's stream over a non-blocking descriptor. {@link #close()} shuts the connection down,
 * from any thread; the descriptor itself is closed by its owner.
 */
public final class SocketConnection implements Connection {

  private final Fd fd;
  private final Endpoint peer;
  private final Endpoint local;
  private final In in = new In();
  private final Out out = new Out();
  private volatile long readTimeoutNanos;
  private volatile boolean closed;

  /**
   * @param fd a connected socket in non-blocking mode; not owned
   */
  public SocketConnection(Fd fd, Endpoint peer, Endpoint local) {
    this.fd = fd;
    this.peer = peer;
    this.local = local;
  }

  /** The descriptor, for calls of this bundle; its owner closes it. */
  public Fd fd() {
    return fd;
  }

  @Override
  public Endpoint peer() {
    return peer;
  }

  @Override
  public Endpoint local() {
    return local;
  }

  @Override
  public InputStream in() {
    return in;
  }

  @Override
  public OutputStream out() {
    return out;
  }

  @Override
  public void readTimeout(Duration limit) {
    if (limit.isNegative()) {
      throw new IllegalArgumentException("negative limit");
    }
    readTimeoutNanos = limit.toNanos();
  }

  @Override
  public void shutdownOutput() throws IOException {
    Sockets.shutdownOutput(fd);
  }

  @Override
  public void shutdownInput() throws IOException {
    Sockets.shutdownInput(fd);
  }

  @Override
  public void close() {
    closed = true;
    try {
      Sockets.shutdownBoth(fd);
    } catch (OsException alreadyGone) {
      Poller.forget(fd); // whoever waits must learn of the end all the same
    }
  }

  private void checkOpen() throws IOException {
    if (closed) {
      throw new IOException("the connection with " + peer + " is closed");
    }
  }

  /** Waits until the descriptor is ready; false when the limit is over. */
  private boolean await(int events, long limitNanos) throws IOException {
    try {
      return Poller.await(fd, events, limitNanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    }
  }

  private final class In extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, to.length);
      if (length == 0) {
        return 0;
      }
      while (true) {
        checkOpen();
        int n = Sockets.read(fd, to, offset, length);
        if (n == Sockets.END) {
          checkOpen(); // our own shutdown looks like the client's
          return -1;
        }
        if (n > 0) {
          return n;
        }
        if (!SocketConnection.this.await(Poller.READ, readTimeoutNanos)) {
          throw new SocketTimeoutException("no data from " + peer);
        }
      }
    }

    @Override
    public void close() {
      SocketConnection.this.close();
    }
  }

  private final class Out extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, from.length);
      int done = 0;
      while (done < length) {
        checkOpen();
        int n = Sockets.write(fd, from, offset + done, length - done);
        if (n == Sockets.WOULD_BLOCK) {
          SocketConnection.this.await(Poller.WRITE, 0);
        } else {
          done += n;
        }
      }
    }

    @Override
    public void close() {
      SocketConnection.this.close();
    }
  }
}
