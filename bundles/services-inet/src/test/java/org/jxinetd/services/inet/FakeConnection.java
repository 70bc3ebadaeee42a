package org.jxinetd.services.inet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import org.jxinetd.api.handler.Connection;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Endpoint;

/** A client that sends some bytes, half-closes, and goes away after it got so many. */
final class FakeConnection implements Connection {

  private final InputStream in;
  private final int patience;
  final ByteArrayOutputStream got = new ByteArrayOutputStream();
  boolean inputShut;

  FakeConnection(byte[] sends, int patience) {
    this.in = new ByteArrayInputStream(sends);
    this.patience = patience;
  }

  FakeConnection(byte[] sends) {
    this(sends, Integer.MAX_VALUE);
  }

  @Override
  public Endpoint peer() {
    return new Endpoint(Address.inet(0x7f000001), 40000);
  }

  @Override
  public Endpoint local() {
    return new Endpoint(Address.inet(0x7f000001), 7);
  }

  @Override
  public InputStream in() {
    return in;
  }

  @Override
  public OutputStream out() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        int taken = Math.min(length, patience - got.size());
        got.write(bytes, offset, taken);
        if (taken < length) {
          throw new IOException("Connection reset by peer");
        }
      }
    };
  }

  @Override
  public void readTimeout(Duration limit) {
    throw new AssertionError("no service here limits its reads");
  }

  @Override
  public void shutdownOutput() {
    throw new AssertionError("the session ends the stream");
  }

  @Override
  public void shutdownInput() {
    inputShut = true;
  }

  @Override
  public void close() {
    throw new AssertionError("the session closes the connection");
  }
}
