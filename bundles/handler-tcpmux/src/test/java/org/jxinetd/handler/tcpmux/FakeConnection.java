package org.jxinetd.handler.tcpmux;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jxinetd.api.handler.Connection;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Endpoint;

/** A client that sends some text and then is silent, or goes away. */
final class FakeConnection implements Connection {

  private final ByteArrayInputStream sends;
  private final boolean stays;
  final ByteArrayOutputStream got = new ByteArrayOutputStream();
  boolean ended;

  FakeConnection(String sends, boolean stays) {
    this.sends = new ByteArrayInputStream(sends.getBytes(StandardCharsets.ISO_8859_1));
    this.stays = stays;
  }

  String got() {
    return got.toString(StandardCharsets.ISO_8859_1);
  }

  String unread() {
    return new String(sends.readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  @Override
  public Endpoint peer() {
    return new Endpoint(Address.inet(0x7f000001), 40000);
  }

  @Override
  public Endpoint local() {
    return new Endpoint(Address.inet(0x7f000001), 1);
  }

  @Override
  public InputStream in() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        int next = sends.read();
        if (next < 0 && stays) {
          throw new SocketTimeoutException("silent");
        }
        return next;
      }

      @Override
      public int read(byte[] to, int offset, int length) throws IOException {
        int next = length == 0 ? 0 : read();
        if (length > 0 && next >= 0) {
          to[offset] = (byte) next;
        }
        return length == 0 ? 0 : next < 0 ? -1 : 1;
      }
    };
  }

  @Override
  public OutputStream out() {
    return got;
  }

  @Override
  public void readTimeout(Duration limit) {}

  @Override
  public void shutdownOutput() {
    ended = true;
  }

  @Override
  public void shutdownInput() {}

  @Override
  public void close() {}
}
