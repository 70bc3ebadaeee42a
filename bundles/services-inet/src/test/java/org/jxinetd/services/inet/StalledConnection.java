package org.jxinetd.services.inet;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jxinetd.api.handler.Connection;
import org.jxinetd.api.service.Endpoint;

/** A client that never reads: a write waits until somebody closes the connection. */
final class StalledConnection implements Connection {

  private final FakeConnection ends = new FakeConnection(new byte[0]);
  private final CountDownLatch closed = new CountDownLatch(1);
  final CountDownLatch stalled = new CountDownLatch(1);

  @Override
  public Endpoint peer() {
    return ends.peer();
  }

  @Override
  public Endpoint local() {
    return ends.local();
  }

  @Override
  public InputStream in() {
    return ends.in();
  }

  @Override
  public OutputStream out() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        stalled.countDown();
        try {
          closed.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        throw new IOException("Broken pipe");
      }
    };
  }

  @Override
  public void readTimeout(Duration limit) {
    ends.readTimeout(limit);
  }

  @Override
  public void shutdownOutput() {
    ends.shutdownOutput();
  }

  @Override
  public void shutdownInput() {
    ends.shutdownInput();
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
